import type { CalendarDay, CalendarException, Shifts } from '../queries'

const DAY = 86_400_000

const moved = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00Z`) + days * DAY).toISOString().slice(0, 10)

/** The exception of the calendar's own that decides a day; a later one beats an earlier one. */
export const ownException = (
  exceptions: CalendarException[],
  date: string,
): CalendarException | undefined =>
  exceptions.findLast(({ from_date, to_date }) => from_date <= date && date <= to_date)

/** Exceptions without a range of days; one that reaches beyond it keeps what lies outside. */
export function withoutDays(
  exceptions: CalendarException[],
  from: string,
  to: string,
): CalendarException[] {
  return exceptions.flatMap((one) => {
    if (one.to_date < from || to < one.from_date) return [one]
    const before = { ...one, to_date: moved(from, -1) }
    const after = { ...one, from_date: moved(to, 1) }
    return [before, after].filter(({ from_date, to_date }) => from_date <= to_date)
  })
}

/** Exceptions with another one, which takes the place of whatever stood on its days. */
export const withException = (
  exceptions: CalendarException[],
  added: CalendarException,
): CalendarException[] =>
  [...withoutDays(exceptions, added.from_date, added.to_date), added].sort((a, b) =>
    a.from_date.localeCompare(b.from_date),
  )

const inYear = (date: string, year: number): string => {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const day = date.slice(5)
  return `${year}-${day === '02-29' && !leap ? '02-28' : day}`
}

/** The exceptions that begin in one year, on the same days of another; taken days stay. */
export function copiedYear(
  exceptions: CalendarException[],
  from: number,
  to: number,
): CalendarException[] {
  const copies = exceptions
    .filter(({ from_date }) => from_date.startsWith(`${from}-`))
    .map((one) => {
      const years = to - from
      const last = Number(one.to_date.slice(0, 4)) + years
      return { ...one, from_date: inYear(one.from_date, to), to_date: inYear(one.to_date, last) }
    })
    .filter(
      (copy) =>
        !exceptions.some((one) => one.from_date <= copy.to_date && copy.from_date <= one.to_date),
    )
  return [...exceptions, ...copies].sort((a, b) => a.from_date.localeCompare(b.from_date))
}

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** Shifts as people write them: `08:30-12:00, 13:00-17:30`. */
export const shiftsText = (shifts: Shifts): string =>
  shifts.map(([from = 0, to = 0]) => `${clock(from)}-${clock(to)}`).join(', ')

const SHIFT = /^(\d{1,2})[:\uff1a](\d{2})\s*[-\u2013\u2014~\u81f3]\s*(\d{1,2})[:\uff1a](\d{2})$/

/** Shifts that somebody wrote, or null if they cannot be read. */
export function readShifts(text: string): Shifts | null {
  const shifts: Shifts = []
  for (const part of text.split(/[,\uff0c;\uff1b\u3001]/).map((one) => one.trim())) {
    if (!part) continue
    const found = SHIFT.exec(part)?.slice(1).map(Number)
    if (!found) return null
    const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = found
    if (fromHour > 23 || toHour > 24 || fromMinute > 59 || toMinute > 59) return null
    shifts.push([fromHour * 60 + fromMinute, toHour * 60 + toMinute])
  }
  return shifts
}

export type Difference = { date: string; first: CalendarDay; second: CalendarDay }

/** The days on which two calendars ask for other hours. */
export function differences(first: CalendarDay[], second: CalendarDay[]): Difference[] {
  return first.flatMap((day, index) => {
    const other = second[index]
    const same = JSON.stringify(day.shifts) === JSON.stringify(other?.shifts)
    return other && !same ? [{ date: day.date, first: day, second: other }] : []
  })
}

export type Mark = 'weekend' | 'holiday' | 'makeup' | 'off' | 'special'

/** What a day is marked as; an ordinary working day has no mark. */
export function markOf({ kind, is_working }: CalendarDay): Mark | undefined {
  if (kind === 'exception') return is_working ? 'special' : 'off'
  return kind === 'weekday' ? undefined : kind
}
