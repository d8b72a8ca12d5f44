// biome-ignore-all lint/a11y/useFocusableInteractive: the heads of columns only name them
// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by hand, which elements of a table cannot be
import { type PointerEvent, useRef } from 'react'
import type { ColumnKey, ColumnSetting } from '../props'
import { useChart } from './chart'

const LEAST_WIDTH = 44

/** The names of the columns, each with an edge to drag its width by. */
export function ColumnHead({ onColumns }: { onColumns: (columns: ColumnSetting[]) => void }) {
  const { columns, labels } = useChart()
  const held = useRef<{ key: ColumnKey; x: number; width: number } | null>(null)
  const onMove = (event: PointerEvent) => {
    const grip = held.current
    if (!grip) return
    const width = Math.max(LEAST_WIDTH, Math.round(grip.width + event.clientX - grip.x))
    onColumns(columns.map((column) => (column.key === grip.key ? { ...column, width } : column)))
  }
  return (
    <div role="rowgroup" className="zg-grid-head">
      <div role="row" aria-rowindex={1} className="zg-head-row">
        {columns.map(({ key, width }) => (
          <div key={key} role="columnheader" className={`zg-head-cell is-${key}`} style={{ width }}>
            {labels.columns[key]}
            <i
              className="zg-column-edge"
              onPointerDown={(event) => {
                held.current = { key, x: event.clientX, width }
                event.currentTarget.setPointerCapture(event.pointerId)
              }}
              onPointerMove={onMove}
              onPointerUp={() => {
                held.current = null
              }}
              aria-hidden="true"
            />
          </div>
        ))}
      </div>
    </div>
  )
}
