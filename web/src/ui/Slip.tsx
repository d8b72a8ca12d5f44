import { useTranslation } from 'react-i18next'
import { calendarDaysOf, roundDays, signed } from '@/lib/format'

type SlipProps = { days?: number | null; minutes?: number | null }

/** How late (+) or early (−) something is, in calendar days: whole ones from ten on. */
export function Slip({ days, minutes }: SlipProps) {
  const { t } = useTranslation('ui')
  const late = days ?? (typeof minutes === 'number' ? calendarDaysOf(minutes) : null)
  if (late === null) return <span className="quiet">—</span>
  const tone = late > 0 ? 'late' : late < 0 ? 'early' : 'even'
  return (
    <span
      className="slip number"
      data-tone={tone}
      title={t(`slip.${tone}`, { days: Math.abs(late) })}
    >
      {t('days', { days: signed(roundDays(late)) })}
    </span>
  )
}
