import { memo } from 'react'
import { rowHeight } from '../geometry/rows'
import { momentAt, type Scale, xOf } from '../geometry/scale'
import { idleDays, idleSpans, type WorkCalendar } from '../model/calendar'
import type { Moment } from '../model/moments'
import { calendarOf } from '../model/outline'
import { taskInRow, useChart } from './chart'
import type { Pair } from './viewport'

/** Least pixels of a day for shading days off, and of an hour for shading hours off. */
const DAY_SHADE = 3
const HOUR_SHADE = 10

/** Spans without work in sight: hours where they can be seen, else whole days. */
export function idleInSight(
  calendar: WorkCalendar,
  scale: Scale,
  columns: Pair,
): [Moment, Moment][] {
  const [from, to] = [momentAt(scale, columns[0]), momentAt(scale, columns[1])]
  if (scale.pixelsPerDay / 24 >= HOUR_SHADE) return idleSpans(calendar, from, to, 30)
  return scale.pixelsPerDay >= DAY_SHADE ? idleDays(calendar, from, to) : []
}

interface ShadesProps {
  calendar: WorkCalendar
  columns: Pair
  row: number
  look: string
}

function Shades({ calendar, columns, row, look }: ShadesProps) {
  const { scale } = useChart()
  return idleInSight(calendar, scale, columns).map(([from, to]) => {
    const left = xOf(scale, from)
    const width = xOf(scale, to) - left
    return <i key={from} className={look} style={{ left, width, top: row * rowHeight() }} />
  })
}

/** Rows of tasks with a calendar of their own show its days off in the place of the project's. */
export const RowCalendars = memo(function RowCalendars({
  rows,
  columns,
}: Record<'rows' | 'columns', Pair>) {
  const chart = useChart()
  const { plan } = chart
  const own: [number, WorkCalendar][] = []
  for (let row = rows[0]; row < rows[1]; row++) {
    const task = taskInRow(chart, row)
    if (!task?.calendar_id || task.kind === 'summary' || task.stands_for) continue
    const calendar = calendarOf(plan, task)
    if (calendar !== plan.projectCalendar) own.push([row, calendar])
  }
  return own.map(([row, calendar]) => (
    <div key={row} className="zg-row-calendar">
      <Shades calendar={plan.projectCalendar} columns={columns} row={row} look="zg-row-work" />
      <Shades calendar={calendar} columns={columns} row={row} look="zg-row-idle" />
    </div>
  ))
})
