import type { RoadmapProject } from '../queries'
import type { ListRow } from '../rows'
import { type Axis, dayOf } from './axis'

type RoadmapLinksProps = {
  rows: ListRow<RoadmapProject>[]
  /** The rows near the part in view, with their places. */
  shown: { index: number; start: number; end: number }[]
  axis: Axis
  /** Where the first row and the first day are inside the scroller. */
  top: number
  left: number
}

const ARROW = 4

/** An arrow from the finish that is waited for to the start that waits, around the corner. */
const pathOf = (fromX: number, fromY: number, toX: number, toY: number): string => {
  const turn = Math.max(fromX + 6, Math.min(toX - 6, fromX + 6))
  const tip = `M${toX - ARROW} ${toY - ARROW}L${toX} ${toY}L${toX - ARROW} ${toY + ARROW}`
  const middle = (fromY + toY) / 2
  const back = toX < turn + 6 ? `V${middle}H${toX - 8}V${toY}` : `V${toY}`
  return `M${fromX} ${fromY}H${turn}${back}H${toX}${tip}`
}

/** The links between the projects in view. */
export function RoadmapLinks({ rows, shown, axis, top, left }: RoadmapLinksProps) {
  const [first, last] = [shown[0], shown.at(-1)]
  if (!first || !last) return null
  const middleOf = new Map(
    shown.flatMap(({ index, start, end }) => {
      const row = rows[index]
      return row?.kind === 'item' ? [[row.item.id, (start + end) / 2 - first.start] as const] : []
    }),
  )
  const paths = shown.flatMap(({ index }) => {
    const row = rows[index]
    const to = row?.kind === 'item' ? middleOf.get(row.item.id) : undefined
    if (row?.kind !== 'item' || to === undefined) return []
    return row.item.waits_for.flatMap(({ project_id, finish, start }) => {
      const from = middleOf.get(project_id)
      if (from === undefined) return []
      return [pathOf(axis.x(dayOf(finish)), from, axis.x(dayOf(start)), to)]
    })
  })
  if (paths.length === 0) return null

  return (
    <svg
      className="roadmap-links"
      aria-hidden="true"
      width={axis.width}
      height={last.end - first.start}
      style={{ insetInlineStart: left, insetBlockStart: top + first.start }}
    >
      {paths.map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  )
}
