import { dayOf, MINUTES_PER_DAY, type Moment, readMoment, weekdayOf } from './moments'
import type { WireCalendar } from './plan'

type Shift = readonly [number, number]

/** A working calendar, read once and asked day by day. */
export interface WorkCalendar {
  id: string
  name: string
  /** Shifts of a day (days since 1970-01-01), in minutes of that day. */
  shiftsOn: (day: number) => readonly Shift[]
  /** Name of the exception that rules the day, if one does. */
  exceptionOn: (day: number) => string | null
}

/** Days without a single shift after which a search gives up: a calendar that never works again. */
const SEARCH_DAYS = 3660

const NOTHING: readonly Shift[] = []

function readShifts(shifts: number[][]): readonly Shift[] {
  return shifts
    .map(([from, to]) => [from ?? 0, to ?? 0] as const)
    .filter(([from, to]) => to > from)
    .sort((a, b) => a[0] - b[0])
}

export function readCalendar(wire: WireCalendar): WorkCalendar {
  const week = wire.week.map(readShifts)
  const exceptions = wire.exceptions.map((exception) => ({
    from: dayOf(readMoment(exception.from_date) ?? 0),
    to: dayOf(readMoment(exception.to_date) ?? 0),
    name: exception.name ?? '',
    shifts: readShifts(exception.shifts),
  }))
  const found = new Map<number, (typeof exceptions)[number] | undefined>()
  const exceptionAt = (day: number) => {
    if (!found.has(day)) {
      // A later exception beats an earlier one.
      found.set(
        day,
        exceptions.findLast(({ from, to }) => from <= day && day <= to),
      )
    }
    return found.get(day)
  }
  return {
    id: wire.id,
    name: wire.name,
    shiftsOn: (day) => exceptionAt(day)?.shifts ?? week[weekdayOf(day)] ?? NOTHING,
    exceptionOn: (day) => exceptionAt(day)?.name ?? null,
  }
}

/** Monday to Friday, 8 to 12 and 13 to 17: what a plan without a calendar is drawn with. */
export function standardCalendar(): WorkCalendar {
  const day = [
    [480, 720],
    [780, 1020],
  ]
  return readCalendar({ id: '', name: '', week: [day, day, day, day, day, [], []], exceptions: [] })
}

/** The first working minute at or after the moment; the moment itself where there is none. */
export function nextWork(calendar: WorkCalendar, at: Moment): Moment {
  const first = dayOf(at)
  for (let day = first; day < first + SEARCH_DAYS; day++) {
    for (const [from, to] of calendar.shiftsOn(day)) {
      if (day * MINUTES_PER_DAY + to > at) return Math.max(at, day * MINUTES_PER_DAY + from)
    }
  }
  return at
}

/** The last end of working time at or before the moment; the moment itself where there is none. */
export function previousWork(calendar: WorkCalendar, at: Moment): Moment {
  const last = dayOf(at - 1)
  for (let day = last; day > last - SEARCH_DAYS; day--) {
    const shifts = calendar.shiftsOn(day)
    for (let i = shifts.length - 1; i >= 0; i--) {
      const [from, to] = shifts[i] as Shift
      if (day * MINUTES_PER_DAY + from < at) return Math.min(at, day * MINUTES_PER_DAY + to)
    }
  }
  return at
}

/** The end of `minutes` of work begun at the moment. */
export function addWork(calendar: WorkCalendar, at: Moment, minutes: number): Moment {
  if (minutes <= 0) return at
  let left = minutes
  let idle = 0
  for (let day = dayOf(at); idle < SEARCH_DAYS; day++, idle++) {
    for (const [from, to] of calendar.shiftsOn(day)) {
      const begin = Math.max(at, day * MINUTES_PER_DAY + from)
      const here = day * MINUTES_PER_DAY + to - begin
      if (here <= 0) continue
      if (here >= left) return begin + left
      left -= here
      idle = 0
    }
  }
  return at + minutes
}

/** Working minutes between two moments; negative where `to` is before `from`. */
export function workBetween(calendar: WorkCalendar, from: Moment, to: Moment): number {
  if (to < from) return -workBetween(calendar, to, from)
  let sum = 0
  for (let day = dayOf(from); day <= dayOf(to); day++) {
    const midnight = day * MINUTES_PER_DAY
    for (const [start, end] of calendar.shiftsOn(day)) {
      sum += Math.max(0, Math.min(to, midnight + end) - Math.max(from, midnight + start))
    }
  }
  return sum
}

/** Spans without work between two moments, whole days merged; shorter gaps than `atLeast` are left out. */
export function idleSpans(
  calendar: WorkCalendar,
  from: Moment,
  to: Moment,
  atLeast: number,
): [Moment, Moment][] {
  const spans: [Moment, Moment][] = []
  let idleFrom = from
  for (let day = dayOf(from); day * MINUTES_PER_DAY < to; day++) {
    for (const [start, end] of calendar.shiftsOn(day)) {
      const begin = day * MINUTES_PER_DAY + start
      if (begin - idleFrom >= atLeast && begin > idleFrom) spans.push([idleFrom, begin])
      idleFrom = Math.max(idleFrom, day * MINUTES_PER_DAY + end)
    }
  }
  if (to - idleFrom >= atLeast) spans.push([idleFrom, to])
  return spans
}

/** Spans of whole days without a shift, midnight to midnight. */
export function idleDays(calendar: WorkCalendar, from: Moment, to: Moment): [Moment, Moment][] {
  const spans: [Moment, Moment][] = []
  for (let day = dayOf(from); day * MINUTES_PER_DAY < to; day++) {
    if (calendar.shiftsOn(day).length > 0) continue
    const begin = day * MINUTES_PER_DAY
    const last = spans.at(-1)
    if (last && last[1] === begin) last[1] = begin + MINUTES_PER_DAY
    else spans.push([begin, begin + MINUTES_PER_DAY])
  }
  return spans
}
