import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import { rowHeight } from '../geometry/rows'
import { zoomToFit } from '../geometry/scale'
import { clampZoom, levelOf } from '../geometry/zoom'
import type { Moment } from '../model/moments'
import { taskById } from '../model/outline'
import type { GanttHandle, GanttProps } from '../props'
import { type Chart, rowOfTask } from './chart'
import type { Commands } from './useCommands'
import type { FocusState } from './useFocus'
import type { Panes, Scrolling } from './useScrolling'

interface Parts {
  chart: Chart
  props: GanttProps
  panes: Panes
  scrolling: Scrolling
  alignLeft: (at: Moment) => void
  commands: Commands
  focus: FocusState
}

/** The summaries above a task, which must be open for it to be seen. */
function ancestorsOf({ plan }: Chart, taskId: string): string[] {
  const { outline, tasks } = plan
  const ids: string[] = []
  let at = outline.parentIndex[outline.indexById.get(taskId) ?? -1] ?? -1
  for (; at >= 0; at = outline.parentIndex[at] ?? -1) ids.push(tasks[at]?.id ?? '')
  return ids
}

/** Brings a task into sight, as soon as the summaries above it are open. */
function useShowTask({ chart, props, scrolling }: Parts): (taskId: string) => void {
  const wanted = useRef<string | null>(null)
  const reveal = (taskId: string) => {
    const row = rowOfTask(chart, taskId)
    if (row < 0) return false
    scrolling.revealRow(row)
    const task = taskById(chart.plan, taskId)
    const at = task?.start ?? task?.finish
    if (at != null) scrolling.revealMoment(at, true)
    return true
  }
  useEffect(() => {
    if (wanted.current && reveal(wanted.current)) wanted.current = null
  })
  return (taskId) => {
    if (reveal(taskId)) return
    const above = new Set(ancestorsOf(chart, taskId))
    const collapsed = new Set([...props.collapsed].filter((id) => !above.has(id)))
    // Nothing to open: a filter keeps the task away, and that stays as it is.
    if (collapsed.size === props.collapsed.size) return
    wanted.current = taskId
    props.onCollapsedChange(collapsed)
  }
}

/** What the page can tell the chart to do. */
export function useHandle(ref: Ref<GanttHandle> | undefined, parts: Parts) {
  const show = useShowTask(parts)
  useImperativeHandle(ref, () => handleOf(parts, show))
}

function handleOf(parts: Parts, show: (taskId: string) => void): GanttHandle {
  const { chart, props, panes, scrolling, alignLeft, commands, focus } = parts
  return {
    zoomToFit: () => {
      const zoom = clampZoom(zoomToFit(chart.plan.span, panes.time.current?.clientWidth ?? 0))
      alignLeft(chart.plan.span[0])
      props.onZoomChange?.(zoom, levelOf(zoom))
    },
    scrollToTask: show,
    scrollToMoment: (at) => scrolling.revealMoment(at),
    focusTask: (taskId) => {
      show(taskId)
      focus.moveFocus(taskId, null)
    },
    editCell: (taskId, column) => {
      show(taskId)
      focus.moveFocus(taskId, column)
      focus.edit({ taskId, column, text: null })
    },
    inSight: () => {
      const { viewport, scale, rows } = chart
      const first = Math.floor(viewport.top / rowHeight())
      const last = Math.ceil((viewport.top + viewport.height) / rowHeight())
      return {
        rows: [first, Math.min(rows.taskAt.length, last)],
        columns: [viewport.left, Math.min(scale.width, viewport.left + viewport.width)],
        scale,
      }
    },
    addTask: () => commands.act('add', focus.focus.taskId ?? ''),
  }
}
