import { type MouseEvent, type RefObject, useDeferredValue, useMemo } from 'react'
import type { Operation } from '../edit/operations'
import { rowHeight } from '../geometry/rows'
import { xOf } from '../geometry/scale'
import type { Moment } from '../model/moments'
import type { PlanLink } from '../model/plan'
import { Backdrop } from './Backdrop'
import { BarRows } from './BarRows'
import { useChart } from './chart'
import { DragLayer, Ghosts } from './DragLayer'
import { EdgeHints } from './EdgeHints'
import { HoverCard } from './HoverCard'
import { Links, useRoutes } from './Links'
import { RowCalendars } from './RowCalendars'
import { TimeHeader } from './TimeHeader'
import { useBarDrag } from './useBarDrag'
import { useHover } from './useHover'
import { useColumnWindow, useRowWindow } from './viewport'

interface TimelineProps {
  pane: RefObject<HTMLElement | null>
  today: Moment
  statusAt: Moment | null
  onEdit: (operations: Operation[]) => unknown
  onReveal: (at: Moment) => void
  onLink: (link: PlanLink, event: MouseEvent) => void
  /** A mark of a constraint, a deadline or a conflict was pressed. */
  onExplain: (taskId: string, event: MouseEvent) => void
}

function DateLines({ today, statusAt }: { today: Moment; statusAt: Moment | null }) {
  const { scale, labels } = useChart()
  return (
    <>
      {statusAt !== null && (
        <div className="zg-date-line is-status" style={{ left: xOf(scale, statusAt) }}>
          <span>{labels.statusDate}</span>
        </div>
      )}
      <div className="zg-date-line is-today" style={{ left: xOf(scale, today) }}>
        <span>{labels.today}</span>
      </div>
    </>
  )
}

/** The right side of the chart: dates above, bars and links below. */
export function Timeline(props: TimelineProps) {
  const { pane, today, statusAt, onEdit, onReveal, onLink, onExplain } = props
  const chart = useChart()
  const { viewport, scale, labels } = chart
  const rows = useRowWindow(viewport, chart.rows.taskAt.length)
  const columns = useColumnWindow(viewport, scale.width)
  // Links and hints may come a frame after the bars: a fast scroll then leaves no frame out.
  const late = useDeferredValue(rows)
  const routes = useRoutes(late, columns)
  const height = chart.rows.taskAt.length * rowHeight()
  const { drag, pending, onPointerDown, hasJustDropped } = useBarDrag(chart, pane, onEdit)
  const { hover, lit, onPointerMove, onPointerLeave } = useHover(viewport, routes, chart.selected)
  const held = drag?.ghosts ?? pending
  const faint = useMemo(() => new Set(held.map(({ taskId }) => taskId)), [held])
  const onClickCapture = (event: MouseEvent) => {
    const mark = (event.target as Element).closest<HTMLElement>('[data-explain]')
    if (hasJustDropped()) event.stopPropagation()
    else if (mark) onExplain(mark.dataset.explain ?? '', event)
    else if (hover?.route && !hover.taskId) onLink(hover.route.link, event)
  }
  return (
    <section
      className={`zg-time${drag ? ' is-dragging' : ''}${hover?.route ? ' is-on-link' : ''}`}
      ref={pane}
      aria-label={labels.timeline}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerLeave={onPointerLeave}
      onClickCapture={onClickCapture}
    >
      <div className="zg-time-inner" style={{ width: scale.width }} aria-hidden="true">
        <TimeHeader columns={columns} />
        <div className="zg-time-body">
          <Backdrop columns={columns} />
          <DateLines today={today} statusAt={statusAt} />
          <div className="zg-layer" ref={viewport.layer} style={{ width: scale.width, height }}>
            <div className="zg-strip" ref={viewport.strip} />
            <RowCalendars rows={late} columns={columns} />
            <Links routes={routes} rows={late} columns={columns} lit={lit} />
            <BarRows
              rows={rows}
              columns={columns}
              faint={faint}
              hot={drag?.grip.taskId ?? hover?.taskId ?? null}
            />
            <EdgeHints rows={late} onReveal={onReveal} />
            {drag ? <DragLayer drag={drag} /> : <Ghosts ghosts={pending} />}
          </div>
        </div>
      </div>
      <HoverCard hover={drag ? null : hover} />
    </section>
  )
}
