import { useTranslation } from 'react-i18next'

type WeekPatternProps = { week: (number[][] | null)[]; parent?: string }

/** 1970-01-05 was a Monday. */
const MONDAY = 4

const clock = (minute = 0) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** The working hours of each weekday. */
export function WeekPattern({ week, parent }: WeekPatternProps) {
  const { t, i18n } = useTranslation('organisation')
  const weekday = new Intl.DateTimeFormat(i18n.language, { weekday: 'short', timeZone: 'UTC' })
  if (week.every((shifts) => shifts === null)) {
    return <p className="quiet">{t('calendar.inherits', { parent: parent ?? '' })}</p>
  }

  return (
    <dl className="facts">
      {week.map((shifts, day) => {
        const name = weekday.format(new Date((MONDAY + day) * 86_400_000))
        return (
          <div className="fact" key={name}>
            <dt>{name}</dt>
            <dd className="week-shifts">
              {shifts === null || shifts.length === 0
                ? t('calendar.off')
                : shifts.map(([from, to]) => (
                    <span key={from}>{`${clock(from)}–${clock(to)}`}</span>
                  ))}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
