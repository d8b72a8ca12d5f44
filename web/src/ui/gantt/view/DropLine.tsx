import type { DropPlace } from '../edit/rowDrag'
import { rowHeight } from '../geometry/rows'
import { useChart } from './chart'

/** Where dragged rows would be put: a line between two rows, set in by the level they would have. */
export function DropLine({ place }: { place: DropPlace }) {
  const { columns } = useChart()
  const at = columns.findIndex(({ key }) => key === 'name')
  const before = columns.slice(0, Math.max(0, at)).reduce((sum, { width }) => sum + width, 0)
  const left = before + 6 + (place.level - 1) * 16
  return (
    <i
      className="zg-drop-line"
      style={{ top: place.boundary * rowHeight() - 1, left }}
      aria-hidden
    />
  )
}
