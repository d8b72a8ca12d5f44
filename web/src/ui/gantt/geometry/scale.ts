import {
  type CalendarUnit,
  MINUTES_PER_DAY,
  type Moment,
  nextOf,
  startOf,
  startOfDay,
} from '../model/moments'
import { levelOf } from './zoom'

/** Where moments lie on the timeline, in pixels from its left edge. */
export interface Scale {
  origin: Moment
  end: Moment
  pixelsPerDay: number
  width: number
}

/** Widest timeline in pixels: browsers stop placing elements near 33,000,000. */
const MAX_WIDTH = 16_000_000

/** Room before the first and after the last bar, in pixels. */
const MARGIN = 160

/** The scale that shows a span with room on both sides and fills at least `minWidth`. */
export function scaleOf(span: readonly [Moment, Moment], zoom: number, minWidth: number): Scale {
  const days = (span[1] - span[0]) / MINUTES_PER_DAY
  const pixelsPerDay = Math.min(zoom, MAX_WIDTH / Math.max(1, days + 2))
  const margin = (MARGIN / pixelsPerDay) * MINUTES_PER_DAY
  const unit: CalendarUnit = levelOf(pixelsPerDay) === 'hour' ? 'day' : 'week'
  const origin = startOf(unit, Math.floor(span[0] - margin))
  const needed = origin + (minWidth / pixelsPerDay) * MINUTES_PER_DAY
  const end = Math.max(startOfDay(span[1] + 2 * margin) + MINUTES_PER_DAY, Math.ceil(needed))
  return { origin, end, pixelsPerDay, width: ((end - origin) / MINUTES_PER_DAY) * pixelsPerDay }
}

export function xOf(scale: Scale, at: Moment): number {
  return ((at - scale.origin) / MINUTES_PER_DAY) * scale.pixelsPerDay
}

export function momentAt(scale: Scale, x: number): Moment {
  return scale.origin + Math.round((x / scale.pixelsPerDay) * MINUTES_PER_DAY)
}

/** The zoom at which a span fills a width, with a little air. */
export function zoomToFit(span: readonly [Moment, Moment], width: number): number {
  const days = Math.max(1, (span[1] - span[0]) / MINUTES_PER_DAY)
  return Math.max(48, width - 2 * 48) / days
}

/** Boundaries of a unit that touch a span: each tick runs to the next one. */
export function ticks(unit: CalendarUnit, from: Moment, to: Moment, step = 1): [Moment, Moment][] {
  const found: [Moment, Moment][] = []
  for (let at = startOf(unit, from, step); at < to; ) {
    const next = nextOf(unit, at, step)
    found.push([at, next])
    at = next
  }
  return found
}
