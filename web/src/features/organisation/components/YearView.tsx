import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { CalendarDay } from '../queries'

const MONTHS = Array.from({ length: 12 }, (_, month) => month)
const SPECIAL = ['holiday', 'makeup', 'exception'] as const

/** Monday is 0. */
const weekdayOf = (date: string) => (new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7

/** Twelve months; days off, holidays and make-up working days each with a mark of their own. */
export function YearView({ days, year }: { days: CalendarDay[]; year: number }) {
  const { t, i18n } = useTranslation('organisation')
  const byMonth = useMemo(
    () => MONTHS.map((month) => days.filter(({ date }) => Number(date.slice(5, 7)) === month + 1)),
    [days],
  )
  const monthName = new Intl.DateTimeFormat(i18n.language, { month: 'long', timeZone: 'UTC' })
  const narrow = new Intl.DateTimeFormat(i18n.language, { weekday: 'narrow', timeZone: 'UTC' })
  const weekdays = MONTHS.slice(0, 7).map((day) => narrow.format(new Date((4 + day) * 86_400_000)))

  return (
    <>
      <ul className="year-key" aria-label={t('calendar.key')}>
        {(['weekend', ...SPECIAL] as const).map((kind) => (
          <li key={kind}>
            <span className="day" data-kind={kind} aria-hidden>
              <b>8</b>
              <i>{kind === 'weekend' ? '' : t(`calendar.mark.${kind}`)}</i>
            </span>
            {t(`calendar.dayKind.${kind}`)}
          </li>
        ))}
      </ul>
      <div className="year">
        {MONTHS.map((month) => {
          const name = monthName.format(new Date(Date.UTC(year, month, 1)))
          return (
            <table key={month} className="month">
              <caption>{name}</caption>
              <thead>
                <tr>
                  {weekdays.map((weekday, index) => (
                    <th key={index} scope="col">
                      {weekday}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                <Weeks days={byMonth[month] ?? []} />
              </tbody>
            </table>
          )
        })}
      </div>
    </>
  )
}

function Weeks({ days }: { days: CalendarDay[] }) {
  const first = days[0]
  const lead = first ? weekdayOf(first.date) : 0
  const nWeeks = Math.ceil((lead + days.length) / 7)

  return Array.from({ length: nWeeks }, (_, week) => (
    <tr key={week}>
      {MONTHS.slice(0, 7).map((weekday) => {
        const day = days[week * 7 + weekday - lead]
        return day ? <DayCell key={weekday} day={day} /> : <td key={weekday} />
      })}
    </tr>
  ))
}

function DayCell({ day }: { day: CalendarDay }) {
  const { t, i18n } = useTranslation('organisation')
  const name = (i18n.language === 'en' && day.name_en) || day.name
  const isSpecial = SPECIAL.some((kind) => kind === day.kind)
  const words = [day.date, name, t(`calendar.dayKind.${day.kind}`)].filter(Boolean).join(' · ')

  return (
    <td
      title={words}
      className="day"
      data-kind={day.kind}
      data-working={day.is_working || undefined}
    >
      <b>{Number(day.date.slice(8))}</b>
      {isSpecial && (
        <>
          <i aria-hidden>{t(`calendar.mark.${day.kind}`)}</i>
          <span className="visually-hidden">{words}</span>
        </>
      )}
    </td>
  )
}
