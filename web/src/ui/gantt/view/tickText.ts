import type { Tier } from '../geometry/zoom'
import { fill, type GanttLabels } from '../labels'
import { asDate, formatDate, formatTime, isoWeek, type Moment } from '../model/moments'

const formats = new Map<string, Intl.DateTimeFormat>()

function intl(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options)
  let format = formats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
    formats.set(key, format)
  }
  return format
}

/** Widths below which a shorter text is taken. */
const ROOM_FOR_WEEKDAY = 58
const ROOM_FOR_WEEK = 72
const ROOM_FOR_MONTH_AND_YEAR = 76

function dayText(at: Moment, width: number, isUpper: boolean, locale: string): string {
  const date = asDate(at)
  if (isUpper && width >= 120) {
    return `${formatDate(at)} ${intl(locale, { weekday: 'short' }).format(date)}`
  }
  const day = String(date.getUTCDate())
  if (width < ROOM_FOR_WEEKDAY) return day
  return `${day} ${intl(locale, { weekday: 'short' }).format(date)}`
}

function weekText(at: Moment, width: number, labels: GanttLabels['time']): string {
  const day = formatDate(at).slice(5)
  if (width < ROOM_FOR_WEEK) return day
  return `${day} · ${fill(labels.week, { n: isoWeek(at) })}`
}

function monthText(at: Moment, width: number, isUpper: boolean, locale: string): string {
  const date = asDate(at)
  if (isUpper && width >= ROOM_FOR_MONTH_AND_YEAR) {
    return intl(locale, { year: 'numeric', month: 'short' }).format(date)
  }
  return intl(locale, { month: 'short' }).format(date)
}

/** The text of a tick of the header, as long as its width allows. */
export function tickText(
  tier: Tier,
  at: Moment,
  width: number,
  isUpper: boolean,
  locale: string,
  labels: GanttLabels['time'],
): string {
  const year = asDate(at).getUTCFullYear()
  switch (tier.unit) {
    case 'hour':
      return width < 38 ? formatTime(at).slice(0, 2) : formatTime(at)
    case 'day':
      return dayText(at, width, isUpper, locale)
    case 'week':
      return weekText(at, width, labels)
    case 'month':
      return monthText(at, width, isUpper, locale)
    case 'quarter':
      return fill(labels.quarter, { n: Math.floor(asDate(at).getUTCMonth() / 3) + 1 })
    case 'year':
      return String(year)
    default:
      return fill(labels.decade, { from: year, to: year + 9 })
  }
}
