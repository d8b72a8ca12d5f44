import type { CalendarUnit } from '../model/moments'
import type { ZoomLevel } from '../props'

export const ZOOM_LEVELS: readonly ZoomLevel[] = ['hour', 'day', 'week', 'month', 'quarter', 'year']

const PIXELS_PER_DAY: Readonly<Record<ZoomLevel, number>> = {
  hour: 864,
  day: 36,
  week: 12,
  month: 3,
  quarter: 1.1,
  year: 0.3,
}

export const ZOOM_MIN = 0.08
export const ZOOM_MAX = 2880

/** Pixels a day of a named level. */
export function zoomOf(level: ZoomLevel): number {
  return PIXELS_PER_DAY[level]
}

export function clampZoom(pixelsPerDay: number): number {
  return Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, pixelsPerDay))
}

/** The named level a zoom reads as: the one whose header it is drawn with. */
export function levelOf(pixelsPerDay: number): ZoomLevel {
  if (pixelsPerDay >= 240) return 'hour'
  if (pixelsPerDay >= 20) return 'day'
  if (pixelsPerDay >= 6.5) return 'week'
  if (pixelsPerDay >= 1.7) return 'month'
  return pixelsPerDay >= 0.55 ? 'quarter' : 'year'
}

export interface Tier {
  unit: CalendarUnit
  step: number
}

/** Least pixels between two hour ticks. */
const HOUR_TICK = 30

/** The upper and lower tier of the header at a zoom. */
export function tiersOf(pixelsPerDay: number): readonly [Tier, Tier] {
  const one = (unit: CalendarUnit): Tier => ({ unit, step: 1 })
  switch (levelOf(pixelsPerDay)) {
    case 'hour': {
      const step = [1, 2, 3, 6, 12].find((hours) => (pixelsPerDay / 24) * hours >= HOUR_TICK) ?? 12
      return [one('day'), { unit: 'hour', step }]
    }
    case 'day':
      return [one('month'), one('day')]
    case 'week':
      return [one('month'), one('week')]
    case 'month':
      return [one('year'), one('month')]
    case 'quarter':
      return [one('year'), one('quarter')]
    default:
      return [one('decade'), one('year')]
  }
}

/** Minutes a drag snaps to at a zoom: a quarter of an hour, an hour, or whole days. */
export function snapStep(pixelsPerDay: number): number {
  if (pixelsPerDay >= 480) return 15
  if (pixelsPerDay >= 120) return 60
  return 1440
}
