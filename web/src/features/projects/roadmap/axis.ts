import type { Zoom } from '../search'

/** Days since 1970-01-01 of a local moment; parts of a day are kept. */
export const dayOf = (moment: string): number =>
  Date.parse(moment.length === 10 ? `${moment}T00:00Z` : `${moment}Z`) / 86_400_000

const DAY_WIDTH: Record<Zoom, number> = { month: 4, quarter: 1.4, year: 0.42 }
const MONTHS_PER_TICK: Record<Zoom, number> = { month: 1, quarter: 3, year: 12 }

export type Tick = { at: number; width: number; year: number; part: number }
export type Axis = {
  zoom: Zoom
  /** The first and the last day that are drawn; the last is not included. */
  first: number
  last: number
  width: number
  ticks: Tick[]
  years: Tick[]
  x: (day: number) => number
}

const monthStart = (year: number, month: number): number => Date.UTC(year, month, 1) / 86_400_000

/** The start of the period of so many months in which a day lies. */
function periodStart(day: number, months: number): { year: number; month: number } {
  const date = new Date(Math.floor(day) * 86_400_000)
  const month = Math.floor(date.getUTCMonth() / months) * months
  return { year: date.getUTCFullYear(), month }
}

function ticksOf(first: number, last: number, months: number, x: Axis['x']): Tick[] {
  const ticks: Tick[] = []
  let { year, month } = periodStart(first, months)
  while (monthStart(year, month) < last) {
    const from = Math.max(monthStart(year, month), first)
    const to = Math.min(monthStart(year, month + months), last)
    ticks.push({ at: x(from), width: x(to) - x(from), year, part: month / months + 1 })
    month += months
    year += Math.floor(month / 12)
    month %= 12
  }
  return ticks
}

/**
 * The time axis of a roadmap, from the quarter of the first day to that after the last.
 *
 * With `width` the whole span is fitted into so many pixels, as on a phone.
 */
export function axisOf(start: string, finish: string, zoom: Zoom, width?: number): Axis {
  const months = Math.max(MONTHS_PER_TICK[zoom], 3)
  const begin = periodStart(dayOf(start), months)
  const end = periodStart(Math.max(dayOf(finish), dayOf(start)), months)
  const first = monthStart(begin.year, begin.month)
  const last = monthStart(end.year, end.month + 2 * months)
  const scale = width ? width / (last - first) : DAY_WIDTH[zoom]
  const x = (day: number) => (day - first) * scale
  return {
    zoom,
    first,
    last,
    width: x(last),
    x,
    ticks: ticksOf(first, last, MONTHS_PER_TICK[zoom], x),
    years: ticksOf(first, last, 12, x),
  }
}
