import { fill, type GanttLabels } from '../labels'
import words from './durationWords.json'

/** How many working minutes the units of a project stand for. */
export interface DurationUnits {
  minutes_per_day: number
  minutes_per_week?: number
}

export interface Duration {
  minutes: number
  is_elapsed: boolean
}

type Unit = keyof typeof words

const UNIT_OF = new Map(
  (Object.keys(words) as Unit[]).flatMap((unit) =>
    words[unit].map((word) => [word, unit] as const),
  ),
)

/** Working days in a month of duration, as plan files count it. */
const DAYS_PER_MONTH = 20

function minutesIn(unit: Unit, units: DurationUnits): number {
  switch (unit) {
    case 'minute':
    case 'elapsedMinute':
      return 1
    case 'hour':
    case 'elapsedHour':
      return 60
    case 'day':
      return units.minutes_per_day
    case 'week':
      return units.minutes_per_week ?? 5 * units.minutes_per_day
    case 'month':
      return DAYS_PER_MONTH * units.minutes_per_day
    case 'elapsedDay':
      return 1440
    default:
      return 7 * 1440
  }
}

/** Full-width digits, signs and letters as their plain twins: what a Chinese input method types. */
export function plain(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase()
}

const PART = /^(\d+(?:\.\d+)?|\.\d+)\s*([^\d\s.;,+-]+(?:\s[a-z]+)?)?\s*/

/** `3d`, `4h`, `1w 2d`, `1.5天`, `3ed`; a bare number is days. `null` where it cannot be read. */
export function parseDuration(text: string, units: DurationUnits): Duration | null {
  let rest = plain(text).replace(/\?$/, '').trimEnd()
  if (!rest) return null
  let minutes = 0
  let isElapsed: boolean | null = null
  while (rest) {
    const match = PART.exec(rest)
    if (!match) return null
    const unit = UNIT_OF.get((match[2] ?? 'd').trim())
    if (!unit) return null
    const elapsed = unit.startsWith('elapsed')
    if (isElapsed !== null && isElapsed !== elapsed) return null
    isElapsed = elapsed
    minutes += Number(match[1]) * minutesIn(unit, units)
    rest = rest.slice(match[0].length)
  }
  return { minutes: Math.round(minutes), is_elapsed: isElapsed === true }
}

/** At most two decimals, without trailing zeros. */
export function decimal(value: number): string {
  return String(Math.round(value * 100) / 100)
}

/** A duration as people say it: days, or hours where it is under a day. */
export function formatDuration(
  minutes: number,
  isElapsed: boolean,
  units: DurationUnits,
  labels: GanttLabels['units'],
): string {
  const day = isElapsed ? 1440 : units.minutes_per_day
  const isShort = minutes !== 0 && Math.abs(minutes) < day
  if (isShort && minutes % 30 !== 0 && !isElapsed) return fill(labels.minutes, { n: minutes })
  if (isShort) {
    return fill(isElapsed ? labels.elapsedHours : labels.hours, { n: decimal(minutes / 60) })
  }
  return fill(isElapsed ? labels.elapsedDays : labels.days, { n: decimal(minutes / day) })
}

/** A difference with its sign: `+2 d`, `−1 d`, `0 d`. */
export function formatSigned(
  minutes: number,
  units: DurationUnits,
  labels: GanttLabels['units'],
): string {
  const sign = minutes > 0 ? '+' : minutes < 0 ? '\u2212' : ''
  return sign + formatDuration(Math.abs(minutes), false, units, labels)
}

/** A duration in the letters the grammar reads in every language, for the field being edited. */
export function writeDuration(minutes: number, isElapsed: boolean, units: DurationUnits): string {
  const [day, prefix] = isElapsed ? [1440, 'e'] : [units.minutes_per_day, '']
  if (minutes % day === 0) return `${minutes / day}${prefix}d`
  if (minutes % 60 === 0 && minutes < day) return `${minutes / 60}${prefix}h`
  if ((minutes * 100) % day === 0) return `${decimal(minutes / day)}${prefix}d`
  return minutes % 60 === 0 ? `${minutes / 60}${prefix}h` : `${minutes}${prefix}m`
}
