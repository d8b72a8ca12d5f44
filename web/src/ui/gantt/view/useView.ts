import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { DEFAULT_COLUMNS } from '../defaults'
import { ROW_HEIGHT } from '../geometry/rows'
import { momentAt, xOf } from '../geometry/scale'
import type { ColumnSetting, GanttProps, GanttView } from '../props'
import type { Chart } from './chart'
import type { Panes } from './useScrolling'

const GRID_WIDTH = 550
/** Least pixels the timeline keeps beside the grid. */
const TIMELINE_LEAST = 200
/** Milliseconds after the last movement at which the view is reported. */
const SETTLED = 250

export interface ViewState {
  columns: readonly ColumnSetting[]
  gridWidth: number
  setColumns: (columns: ColumnSetting[]) => void
  setGridWidth: (width: number) => void
  most: (panes: Panes) => number
}

/** Widths of the grid and its columns: from the page where it gives them, else kept here. */
export function useInitialView(props: GanttProps): ViewState {
  const { initialView } = props
  const given = props.columns ?? initialView?.columns ?? DEFAULT_COLUMNS
  const [widths, setWidths] = useState<Readonly<Record<string, number>>>({})
  const [ownWidth, setGridWidth] = useState(
    initialView?.grid_width ?? props.gridWidth ?? GRID_WIDTH,
  )
  const columns = useMemo(
    () => given.map(({ key, width }) => ({ key, width: widths[key] ?? width })),
    [given, widths],
  )
  const setColumns = useCallback(
    (next: ColumnSetting[]) => setWidths(Object.fromEntries(next.map((c) => [c.key, c.width]))),
    [],
  )
  const total = columns.reduce((sum, { width }) => sum + width, 0)
  const most = (panes: Panes) => {
    const room = panes.view.current?.clientWidth ?? Number.POSITIVE_INFINITY
    return Math.min(total, room - TIMELINE_LEAST)
  }
  return { columns, gridWidth: Math.min(ownWidth, total), setColumns, setGridWidth, most }
}

interface Reported {
  chart: Chart
  props: GanttProps
  panes: Panes
  view: ViewState
}

/** Starts where the page says (or at the project's beginning) and reports where the viewer has gone. */
export function useViewReport({ chart, props, panes, view }: Reported) {
  const { viewport, scale, plan } = chart
  const isPlaced = useRef(false)
  const { initialView, onViewChange } = props
  useLayoutEffect(() => {
    const time = panes.time.current
    if (isPlaced.current || !time || viewport.width === 0) return
    isPlaced.current = true
    const at = initialView?.left_at
    if (at !== undefined) time.scrollLeft = xOf(scale, at)
    else time.scrollLeft = xOf(scale, plan.span[0]) - 48
    if (panes.scroller.current && initialView?.first_row) {
      panes.scroller.current.scrollTop = initialView.first_row * ROW_HEIGHT
    }
  }, [panes, viewport, initialView, scale, plan])

  const { columns, gridWidth } = view
  useEffect(() => {
    if (!onViewChange) return
    let timer = 0
    const report = () => {
      const now: GanttView = {
        first_row: Math.floor(viewport.top / ROW_HEIGHT),
        left_at: momentAt(scale, viewport.left),
        grid_width: gridWidth,
        columns,
      }
      onViewChange(now)
    }
    const settle = () => {
      clearTimeout(timer)
      timer = window.setTimeout(report, SETTLED)
    }
    const stop = viewport.subscribe(settle)
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [viewport, scale, columns, gridWidth, onViewChange])
}
