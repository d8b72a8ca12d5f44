import { memo, useMemo } from 'react'
import { BAR_HEIGHT, BAR_TOP, barOf } from '../geometry/bars'
import { arrowAt, linkRows, pathThrough, type Route, visibleRoutes } from '../geometry/routes'
import { rowHeight } from '../geometry/rows'
import { type Chart, rowOfTask, taskInRow, useChart } from './chart'
import type { Pair } from './viewport'

type Look = 'plain' | 'driving' | 'near' | 'critical' | 'lit' | 'chain'

/** In the order of drawing: the last lies on top. */
const LOOKS: readonly Look[] = ['plain', 'driving', 'near', 'critical', 'lit', 'chain']

const NO_LINKS: ReadonlySet<string> = new Set()

/** The routes in sight; worked out once for drawing them and for finding the one under the pointer. */
export function useRoutes(rows: Pair, columns: Pair): readonly Route[] {
  const chart = useChart()
  const { plan, scale, layers, chain } = chart
  const only = layers.links ? undefined : (chain?.linkIds ?? NO_LINKS)
  const ends = useMemo(() => linkRows(chart.plan, chart.rows), [chart.plan, chart.rows])
  return useMemo(
    () => visibleRoutes(plan, chart.rows, ends, scale, { rows, columns }, only),
    [only, plan, chart.rows, ends, scale, rows, columns],
  )
}

function lookOf(route: Route, lit: ReadonlySet<string>, { layers, chain }: Chart): Look {
  const { link, isCritical, isNear } = route
  if (chain?.linkIds.has(link.id)) return 'chain'
  if (lit.has(link.id) || lit.has(link.before_id) || lit.has(link.after_id)) return 'lit'
  if (isCritical && layers.critical) return 'critical'
  if (isNear && layers.critical) return 'near'
  return link.is_driving ? 'driving' : 'plain'
}

const NOTHING_DRAWN: Readonly<Record<Look, string>> = {
  plain: '',
  driving: '',
  near: '',
  critical: '',
  lit: '',
  chain: '',
}

/** Steps of a driver chain that run over no link, as from a task to its summary: from start to start. */
function stepsWithoutLink(chart: Chart): string {
  const { plan, scale, chain } = chart
  let path = ''
  for (let at = 1; chain && at < chain.taskIds.length; at++) {
    const [id, causeId] = [chain.taskIds[at - 1] as string, chain.taskIds[at] as string]
    const into = plan.linkIndex.into.get(id) ?? []
    if (into.some((link) => link.before_id === causeId && chain.linkIds.has(link.id))) continue
    const [row, causeRow] = [rowOfTask(chart, id), rowOfTask(chart, causeId)]
    const task = taskInRow(chart, row)
    const cause = taskInRow(chart, causeRow)
    const [to, from] = [task && barOf(task, scale), cause && barOf(cause, scale)]
    if (!to || !from || row === causeRow) continue
    const middle = BAR_TOP + BAR_HEIGHT / 2
    const [y1, y2] = [causeRow * rowHeight() + middle, row * rowHeight() + middle]
    const x = Math.min(from.left, to.left) - 9
    path += `M${from.left},${y1}L${x},${y1}L${x},${y2}L${to.left},${y2}`
  }
  return path
}

interface LinksProps {
  routes: readonly Route[]
  rows: Pair
  columns: Pair
  /** Ids of tasks or links that the pointer or the selection brings out. */
  lit: ReadonlySet<string>
}

/** All links in sight: one path for each look, so that their number costs nothing. */
export const Links = memo(function Links({ routes, rows, columns, lit }: LinksProps) {
  const chart = useChart()
  const lines = { ...NOTHING_DRAWN }
  const heads = { ...NOTHING_DRAWN }
  for (const route of routes) {
    const look = lookOf(route, lit, chart)
    lines[look] += pathThrough(route.points)
    heads[look] += arrowAt(route.points)
  }
  const steps = stepsWithoutLink(chart)
  const [left, top] = [columns[0], rows[0] * rowHeight()]
  const [width, height] = [columns[1] - left, rows[1] * rowHeight() - top]
  return (
    <svg
      className="zg-links"
      style={{ left, top, width, height }}
      viewBox={`${left} ${top} ${Math.max(1, width)} ${Math.max(1, height)}`}
      aria-hidden="true"
    >
      {LOOKS.filter((look) => lines[look]).map((look) => (
        <g key={look} className={`is-${look}`}>
          <path className="zg-link" d={lines[look]} />
          <path className="zg-arrow" d={heads[look]} />
        </g>
      ))}
      {steps && <path className="zg-link is-step" d={steps} />}
    </svg>
  )
})
