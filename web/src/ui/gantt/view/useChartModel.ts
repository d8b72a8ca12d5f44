import { useMemo, useState } from 'react'
import { DEFAULT_COLUMNS } from '../defaults'
import { matchTasks, visibleRows } from '../geometry/rows'
import { scaleOf } from '../geometry/scale'
import type { BaselineLayer, GanttProps } from '../props'
import type { Chart } from './chart'
import { useViewportSize, Viewport } from './viewport'

const NONE: ReadonlySet<string> = new Set()
const NO_BASELINES: readonly BaselineLayer[] = []

/** Everything the parts of the chart draw from, each piece made anew only when its own cause changes. */
export function useChartModel(props: GanttProps): Chart {
  const { plan, collapsed, filter, zoom, labels, locale, layers, selection } = props
  const [viewport] = useState(() => new Viewport())
  const [width] = useViewportSize(viewport)
  const columns = props.columns ?? DEFAULT_COLUMNS
  const marked = props.marked ?? NONE
  const chain = props.chain ?? null
  const otherBaselines = props.otherBaselines ?? NO_BASELINES
  const { changes, presence, pending } = props
  const search = props.search?.trim() ?? ''
  const readOnly = props.readOnly === true
  const matches = useMemo(() => matchTasks(plan, filter), [plan, filter])
  const rows = useMemo(() => visibleRows(plan, collapsed, matches), [plan, collapsed, matches])
  const [from, to] = plan.span
  const scale = useMemo(() => scaleOf([from, to], zoom, width), [from, to, zoom, width])
  const selected = useMemo(() => new Set(selection), [selection])
  return useMemo(
    () => ({
      plan,
      rows,
      scale,
      viewport,
      labels,
      locale,
      layers,
      columns,
      selected,
      marked,
      chain,
      otherBaselines,
      changes,
      presence,
      pending,
      search,
      readOnly,
    }),
    [
      plan,
      rows,
      scale,
      viewport,
      labels,
      locale,
      layers,
      columns,
      selected,
      marked,
      chain,
      otherBaselines,
      changes,
      presence,
      pending,
      search,
      readOnly,
    ],
  )
}
