import { memo } from 'react'
import { momentAt, ticks, xOf } from '../geometry/scale'
import { type Tier, tiersOf } from '../geometry/zoom'
import { asDate } from '../model/moments'
import { useChart } from './chart'
import { tickText } from './tickText'
import type { Pair } from './viewport'

function isWeekend(tier: Tier, at: number): boolean {
  return tier.unit === 'day' && [0, 6].includes(asDate(at).getUTCDay())
}

function TierRow({ tier, isUpper, columns }: { tier: Tier; isUpper: boolean; columns: Pair }) {
  const { scale, locale, labels } = useChart()
  const [from, to] = [momentAt(scale, columns[0]), momentAt(scale, columns[1])]
  return (
    <div className={isUpper ? 'zg-tier is-upper' : 'zg-tier'}>
      {ticks(tier.unit, from, to, tier.step).map(([start, end]) => {
        const left = xOf(scale, start)
        const width = xOf(scale, end) - left
        return (
          <div
            key={start}
            className={isWeekend(tier, start) ? 'zg-tick is-weekend' : 'zg-tick'}
            style={{ left, width }}
          >
            <span>{tickText(tier, start, width, isUpper, locale, labels.time)}</span>
          </div>
        )
      })}
    </div>
  )
}

/** The two tiers of dates above the timeline. */
export const TimeHeader = memo(function TimeHeader({ columns }: { columns: Pair }) {
  const { scale } = useChart()
  const [upper, lower] = tiersOf(scale.pixelsPerDay)
  return (
    <div className="zg-time-head">
      <TierRow tier={upper} isUpper columns={columns} />
      <TierRow tier={lower} isUpper={false} columns={columns} />
    </div>
  )
})
