import { nextWork, previousWork, type WorkCalendar } from '../model/calendar'
import {
  asDate,
  formatDate,
  formatTime,
  MINUTES_PER_DAY,
  type Moment,
  momentOf,
} from '../model/moments'
import { plain } from './duration'

export interface TypedDate {
  at: Moment
  hasTime: boolean
}

// Year, month and day may be parted by a dash, a slash, a dot or the Chinese signs for them.
const DATE =
  /^(?:(\d{4})\s*[-/.\u5e74]\s*)?(\d{1,2})\s*[-/.\u6708]\s*(\d{1,2})\s*\u65e5?(?:[\st]+(\d{1,2}):(\d{2}))?$/

/** `2026-03-02`, `2026/3/2 08:00`, `3-2`: a date as people type it; the year of `near` where none is given. */
export function parseDateText(text: string, near: Moment): TypedDate | null {
  const match = DATE.exec(plain(text))
  if (!match) return null
  const year = match[1] ? Number(match[1]) : asDate(near).getUTCFullYear()
  const [month, day] = [Number(match[2]), Number(match[3])]
  const [hour, minute] = [Number(match[4] ?? 0), Number(match[5] ?? 0)]
  const at = momentOf(year, month, day, hour, minute)
  const date = asDate(at)
  const isReal = date.getUTCMonth() + 1 === month && hour < 24 && minute < 60
  return isReal ? { at, hasTime: match[4] !== undefined } : null
}

/** A typed start: without a time, the first working minute at or after that day's beginning. */
export function startFrom(typed: TypedDate, calendar: WorkCalendar): Moment {
  return typed.hasTime ? typed.at : nextWork(calendar, typed.at)
}

/** A typed finish: without a time, the last working minute of that day or the one before it. */
export function finishFrom(typed: TypedDate, calendar: WorkCalendar): Moment {
  return typed.hasTime ? typed.at : previousWork(calendar, typed.at + MINUTES_PER_DAY)
}

/** `2026-03-02 08:00`: what a date cell holds while it is edited. */
export function writeDateText(at: Moment): string {
  return `${formatDate(at)} ${formatTime(at)}`
}
