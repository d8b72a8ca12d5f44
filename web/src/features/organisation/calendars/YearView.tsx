import { type KeyboardEvent, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { usePreferences, type WeekStart } from '@/lib/preferences'
import type { CalendarDay, CalendarException } from '../queries'
import { markOf, ownException, shiftsText } from './days'

const MONTHS = Array.from({ length: 12 }, (_, month) => month)
const MARKS = ['weekend', 'holiday', 'makeup', 'off', 'special'] as const
const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

/** The days between the first of a week and a date. */
const weekdayOf = (date: string, start: WeekStart) =>
  (new Date(`${date}T00:00Z`).getUTCDay() + (start === 'monday' ? 6 : 0)) % 7

type Picked = { date: string; extends: boolean }
type YearViewProps = {
  days: CalendarDay[]
  year: number
  /** Those of the calendar itself; the rest is inherited. */
  exceptions: CalendarException[]
  /** Days can be pressed; absent: they are read only. */
  onPick?: (picked: Picked) => void
}

/** Twelve months; each kind of day with a mark of its own, what is inherited told apart. */
export function YearView({ days, year, exceptions, onPick }: YearViewProps) {
  const { i18n } = useTranslation('organisation')
  const { week_start } = usePreferences()
  const byMonth = useMemo(
    () => MONTHS.map((month) => days.filter(({ date }) => Number(date.slice(5, 7)) === month + 1)),
    [days],
  )
  const monthName = new Intl.DateTimeFormat(i18n.language, { month: 'long', timeZone: 'UTC' })
  const narrow = new Intl.DateTimeFormat(i18n.language, { weekday: 'narrow', timeZone: 'UTC' })
  // The first of January 1970 was a Thursday.
  const first = week_start === 'monday' ? 4 : 3
  const weekdays = MONTHS.slice(0, 7).map((day) =>
    narrow.format(new Date((first + day) * 86_400_000)),
  )

  return (
    <>
      <YearKey />
      <div className="year">
        {MONTHS.map((month) => (
          <table key={month} className="month">
            <caption>{monthName.format(new Date(Date.UTC(year, month, 1)))}</caption>
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
              <Weeks days={byMonth[month] ?? []} exceptions={exceptions} onPick={onPick} />
            </tbody>
          </table>
        ))}
      </div>
    </>
  )
}

function YearKey() {
  const { t } = useTranslation('organisation')
  return (
    <ul className="year-key" aria-label={t('calendar.key')}>
      {MARKS.map((mark) => (
        <li key={mark}>
          <span className="day" data-mark={mark} aria-hidden>
            <b>8</b>
            <i>{mark === 'weekend' ? '' : t(`calendar.mark.${mark}`)}</i>
          </span>
          {t(`calendar.dayMark.${mark}`)}
        </li>
      ))}
      <li>
        <span className="day" data-mark="off" data-own aria-hidden>
          <b>8</b>
          <i>{t('calendar.mark.off')}</i>
        </span>
        {t('calendar.own')}
      </li>
    </ul>
  )
}

function Weeks({ days, exceptions, onPick }: Omit<YearViewProps, 'year'>) {
  const { week_start } = usePreferences()
  const first = days[0]
  const lead = first ? weekdayOf(first.date, week_start) : 0
  const nWeeks = Math.ceil((lead + days.length) / 7)

  return Array.from({ length: nWeeks }, (_, week) => (
    <tr key={week}>
      {MONTHS.slice(0, 7).map((weekday) => {
        const day = days[week * 7 + weekday - lead]
        if (!day) return <td key={weekday} />
        const isOwn = ownException(exceptions, day.date) !== undefined
        return <DayCell key={weekday} day={day} isOwn={isOwn} onPick={onPick} />
      })}
    </tr>
  ))
}

type DayCellProps = { day: CalendarDay; isOwn: boolean; onPick?: (picked: Picked) => void }

function useDayWords({ day, isOwn }: Pick<DayCellProps, 'day' | 'isOwn'>): string {
  const { t, i18n } = useTranslation('organisation')
  const name = (i18n.language === 'en' && day.name_en) || day.name
  const mark = markOf(day)
  const origin = isOwn ? t('calendar.own') : day.name ? t('calendar.inherited') : ''
  const kind = t(`calendar.dayMark.${mark ?? 'weekday'}`)
  return [day.date, name, kind, shiftsText(day.shifts ?? []), origin].filter(Boolean).join(' · ')
}

function DayCell({ day, isOwn, onPick }: DayCellProps) {
  const { t } = useTranslation('organisation')
  const mark = markOf(day)
  const words = useDayWords({ day, isOwn })
  const number = (
    <>
      <b>{Number(day.date.slice(8))}</b>
      {mark && mark !== 'weekend' && <i aria-hidden>{t(`calendar.mark.${mark}`)}</i>}
      <span className="visually-hidden"> {words}</span>
    </>
  )

  return (
    <td title={words} className="day" data-mark={mark} data-own={isOwn || undefined}>
      {onPick ? (
        <button
          type="button"
          className="day-button"
          data-date={day.date}
          tabIndex={day.date.endsWith('-01') ? 0 : -1}
          onClick={({ shiftKey }) => onPick({ date: day.date, extends: shiftKey })}
          onKeyDown={walk}
        >
          {number}
        </button>
      ) : (
        number
      )}
    </td>
  )
}

/** Arrow keys go from day to day and from week to week. */
function walk(event: KeyboardEvent<HTMLButtonElement>) {
  const step = STEPS[event.key]
  const days = [...document.querySelectorAll<HTMLElement>('.year [data-date]')]
  const next = step === undefined ? undefined : days[days.indexOf(event.currentTarget) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}
