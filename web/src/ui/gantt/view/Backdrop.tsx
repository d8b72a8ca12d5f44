import { memo } from 'react'
import { momentAt, type Scale, ticks, xOf } from '../geometry/scale'
import { tiersOf } from '../geometry/zoom'
import { idleDays, idleSpans, type WorkCalendar } from '../model/calendar'
import type { Moment } from '../model/moments'
import { useChart } from './chart'
import type { Pair } from './viewport'

/** Least pixels of a day for shading days off, and of an hour for shading hours off. */
const DAY_SHADE = 3
const HOUR_SHADE = 10

function idle(calendar: WorkCalendar, scale: Scale, columns: Pair): [Moment, Moment][] {
  const [from, to] = [momentAt(scale, columns[0]), momentAt(scale, columns[1])]
  if (scale.pixelsPerDay / 24 >= HOUR_SHADE) return idleSpans(calendar, from, to, 30)
  return scale.pixelsPerDay >= DAY_SHADE ? idleDays(calendar, from, to) : []
}

/** What lies behind the bars: non-working time and the lines of the header's ticks. */
export const Backdrop = memo(function Backdrop({ columns }: { columns: Pair }) {
  const { plan, scale } = useChart()
  const [from, to] = [momentAt(scale, columns[0]), momentAt(scale, columns[1])]
  const [upper, lower] = tiersOf(scale.pixelsPerDay)
  const major = new Set(ticks(upper.unit, from, to, upper.step).map(([at]) => at))
  return (
    <div className="zg-backdrop" style={{ width: scale.width }}>
      {idle(plan.projectCalendar, scale, columns).map(([start, end]) => {
        const left = xOf(scale, start)
        return <i key={start} className="zg-idle" style={{ left, width: xOf(scale, end) - left }} />
      })}
      {ticks(lower.unit, from, to, lower.step).map(([at]) => (
        <i
          key={at}
          className={major.has(at) ? 'zg-rule is-major' : 'zg-rule'}
          style={{ left: Math.round(xOf(scale, at)) }}
        />
      ))}
    </div>
  )
})
