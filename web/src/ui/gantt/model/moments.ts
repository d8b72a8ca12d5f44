/** Local wall-clock minutes since 1970-01-01T00:00: no time zone, so no daylight saving either. */
export type Moment = number

export const MINUTES_PER_DAY = 1440

export type CalendarUnit = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year' | 'decade'

/** `"2026-03-02T08:00"` (or a plain date) as a moment; `null` where it is not one. */
export function parseMoment(text: string): Moment | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}))?/.exec(text)
  if (!match) return null
  const [, year, month, day, hour = '0', minute = '0'] = match
  return momentOf(Number(year), Number(month), Number(day), Number(hour), Number(minute))
}

/** A moment of the wire, read digit by digit: a plan of 10,000 tasks holds about 100,000 of them. */
export function readMoment(text: unknown): Moment | null {
  if (typeof text !== 'string' || text.length < 10) return null
  const two = (at: number) => (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48
  const day = daysFromCivil(two(0) * 100 + two(2), two(5), two(8))
  return day * MINUTES_PER_DAY + (text.length >= 16 ? two(11) * 60 + two(14) : 0)
}

/**
 * Days since 1970-01-01 of a Gregorian date.
 * Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
 */
export function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + (yearOfEra >> 2) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146097 + dayOfEra - 719468
}

export function momentOf(year: number, month: number, day: number, hour = 0, minute = 0): Moment {
  return daysFromCivil(year, month, day) * MINUTES_PER_DAY + hour * 60 + minute
}

export function dayOf(at: Moment): number {
  return Math.floor(at / MINUTES_PER_DAY)
}

export function startOfDay(at: Moment): Moment {
  return dayOf(at) * MINUTES_PER_DAY
}

/** 0 for Monday … 6 for Sunday; 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7
}

/** A date in UTC that reads as the moment does, for `Intl` with `timeZone: 'UTC'`. */
export function asDate(at: Moment): Date {
  return new Date(at * 60_000)
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

/** `2026-03-02` */
export function formatDate(at: Moment): string {
  const date = asDate(at)
  return `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`
}

/** `08:00` */
export function formatTime(at: Moment): string {
  const minute = at - startOfDay(at)
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

/** `2026-03-02T08:00`, as the server reads it. */
export function formatMoment(at: Moment): string {
  return `${formatDate(at)}T${formatTime(at)}`
}

/** The last boundary of the unit at or before the moment. */
export function startOf(unit: CalendarUnit, at: Moment, step = 1): Moment {
  if (unit === 'hour') return Math.floor(at / (60 * step)) * 60 * step
  const day = dayOf(at)
  if (unit === 'day') return day * MINUTES_PER_DAY
  if (unit === 'week') return (day - weekdayOf(day)) * MINUTES_PER_DAY
  const date = asDate(at)
  const year = date.getUTCFullYear()
  if (unit === 'month') return momentOf(year, date.getUTCMonth() + 1, 1)
  if (unit === 'quarter') return momentOf(year, Math.floor(date.getUTCMonth() / 3) * 3 + 1, 1)
  return momentOf(unit === 'year' ? year : Math.floor(year / 10) * 10, 1, 1)
}

/** The boundary of the unit after the one the moment stands on. */
export function nextOf(unit: CalendarUnit, at: Moment, step = 1): Moment {
  const start = startOf(unit, at, step)
  if (unit === 'hour') return start + 60 * step
  if (unit === 'day') return start + MINUTES_PER_DAY
  if (unit === 'week') return start + 7 * MINUTES_PER_DAY
  const date = asDate(start)
  const year = date.getUTCFullYear()
  const month = date.getUTCMonth() + (unit === 'month' ? 1 : 3)
  if (unit === 'month' || unit === 'quarter') {
    return momentOf(year + Math.floor(month / 12), (month % 12) + 1, 1)
  }
  return momentOf(year + (unit === 'year' ? 1 : 10), 1, 1)
}

/** ISO 8601 week number of the week the moment falls in. */
export function isoWeek(at: Moment): number {
  const monday = startOf('week', at)
  const thursday = monday + 3 * MINUTES_PER_DAY
  return Math.floor((dayOf(thursday) - dayOf(startOf('year', thursday))) / 7) + 1
}
