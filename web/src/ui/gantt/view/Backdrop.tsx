import { memo } from 'react'
import { momentAt, ticks, xOf } from '../geometry/scale'
import { tiersOf } from '../geometry/zoom'
import { useChart } from './chart'
import { idleInSight } from './RowCalendars'
import type { Pair } from './viewport'

/** What lies behind the bars: non-working time and the lines of the header's ticks. */
export const Backdrop = memo(function Backdrop({ columns }: { columns: Pair }) {
  const { plan, scale } = useChart()
  const [from, to] = [momentAt(scale, columns[0]), momentAt(scale, columns[1])]
  const [upper, lower] = tiersOf(scale.pixelsPerDay)
  const major = new Set(ticks(upper.unit, from, to, upper.step).map(([at]) => at))
  return (
    <div className="zg-backdrop" style={{ width: scale.width }}>
      {idleInSight(plan.projectCalendar, scale, columns).map(([start, end]) => {
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
