import { memo, useMemo } from 'react'
import { arrowAt, linkRows, pathThrough, type Route, visibleRoutes } from '../geometry/routes'
import { ROW_HEIGHT } from '../geometry/rows'
import { useChart } from './chart'
import type { Pair } from './viewport'

type Look = 'plain' | 'driving' | 'critical' | 'lit'

const LOOKS: readonly Look[] = ['plain', 'driving', 'critical', 'lit']

/** The routes in sight; worked out once for drawing them and for finding the one under the pointer. */
export function useRoutes(rows: Pair, columns: Pair): readonly Route[] {
  const chart = useChart()
  const { plan, scale, layers } = chart
  const ends = useMemo(() => linkRows(chart.plan, chart.rows), [chart.plan, chart.rows])
  return useMemo(
    () => (layers.links ? visibleRoutes(plan, chart.rows, ends, scale, { rows, columns }) : []),
    [layers.links, plan, chart.rows, ends, scale, rows, columns],
  )
}

function lookOf(route: Route, lit: ReadonlySet<string>, showsCritical: boolean): Look {
  const { link, isCritical } = route
  if (lit.has(link.id) || lit.has(link.before_id) || lit.has(link.after_id)) return 'lit'
  if (isCritical && showsCritical) return 'critical'
  return link.is_driving ? 'driving' : 'plain'
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
  const { layers } = useChart()
  const lines: Record<Look, string> = { plain: '', driving: '', critical: '', lit: '' }
  const heads: Record<Look, string> = { plain: '', driving: '', critical: '', lit: '' }
  for (const route of routes) {
    const look = lookOf(route, lit, layers.critical)
    lines[look] += pathThrough(route.points)
    heads[look] += arrowAt(route.points)
  }
  const [left, top] = [columns[0], rows[0] * ROW_HEIGHT]
  const [width, height] = [columns[1] - left, rows[1] * ROW_HEIGHT - top]
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
    </svg>
  )
})
