import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { DEFAULT_COLUMNS } from '../defaults'
import { rowHeight } from '../geometry/rows'
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
  /** Columns as they are being widened or moved; the page hears of it when that has ended. */
  setColumns: (columns: readonly ColumnSetting[], isDone: boolean) => void
  setGridWidth: (width: number) => void
  most: (panes: Panes) => number
}

/** Widths of the grid and its columns: from the page where it gives them, else kept here. */
export function useInitialView(props: GanttProps): ViewState {
  const { initialView, onColumnsChange } = props
  const given = props.columns ?? initialView?.columns ?? DEFAULT_COLUMNS
  const [own, setOwn] = useState({ given, columns: given })
  // New columns from the page take the place of what was kept here.
  const columns = own.given === given ? own.columns : given
  const [ownWidth, setGridWidth] = useState(
    initialView?.grid_width ?? props.gridWidth ?? GRID_WIDTH,
  )
  const setColumns = useCallback(
    (next: readonly ColumnSetting[], isDone: boolean) => {
      setOwn({ given, columns: next })
      if (isDone) onColumnsChange?.(next)
    },
    [given, onColumnsChange],
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
    const scroller = panes.scroller.current
    if (isPlaced.current || !time || !scroller || viewport.width === 0) return
    isPlaced.current = true
    const at = initialView?.left_at
    if (at !== undefined) time.scrollLeft = xOf(scale, at)
    else time.scrollLeft = xOf(scale, plan.span[0]) - 48
    if (initialView?.first_row) scroller.scrollTop = initialView.first_row * rowHeight()
    // The browser tells of it a frame later: until then the rows of another place would be drawn.
    viewport.scrollTo(scroller.scrollTop, time.scrollLeft)
  }, [panes, viewport, initialView, scale, plan])

  const { columns, gridWidth } = view
  useEffect(() => {
    if (!onViewChange) return
    let timer = 0
    const report = () => {
      const now: GanttView = {
        first_row: Math.floor(viewport.top / rowHeight()),
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
