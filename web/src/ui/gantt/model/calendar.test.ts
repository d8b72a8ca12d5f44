import { describe, expect, it } from 'vitest'
import {
  addWork,
  idleDays,
  idleSpans,
  nextWork,
  previousWork,
  readCalendar,
  workBetween,
} from './calendar'
import { formatMoment, parseMoment } from './moments'
import { DAY_SHIFTS, WEEK } from './samplePlan'

const at = (text: string) => parseMoment(text) as number

const calendar = readCalendar({
  ...WEEK,
  exceptions: [
    { from_date: '2026-05-01', to_date: '2026-05-05', name: 'Labour Day', shifts: [] },
    { from_date: '2026-05-09', to_date: '2026-05-09', name: 'make-up day', shifts: DAY_SHIFTS },
  ],
})

describe('a working calendar', () => {
  it('knows its exceptions by name, the later one first', () => {
    const twice = readCalendar({
      ...WEEK,
      exceptions: [
        { from_date: '2026-05-01', to_date: '2026-05-31', name: 'shut', shifts: [] },
        { from_date: '2026-05-04', to_date: '2026-05-04', name: 'open', shifts: DAY_SHIFTS },
      ],
    })

    expect(calendar.exceptionOn(at('2026-05-03T00:00') / 1440)).toBe('Labour Day')
    expect(calendar.exceptionOn(at('2026-05-06T00:00') / 1440)).toBeNull()
    expect(twice.shiftsOn(at('2026-05-04T00:00') / 1440)).toHaveLength(2)
  })

  it('finds the next beginning and the last end of work', () => {
    expect(formatMoment(nextWork(calendar, at('2026-04-30T17:00')))).toBe('2026-05-06T08:00')
    expect(formatMoment(nextWork(calendar, at('2026-05-09T09:30')))).toBe('2026-05-09T09:30')
    expect(formatMoment(previousWork(calendar, at('2026-05-06T08:00')))).toBe('2026-04-30T17:00')
    expect(formatMoment(previousWork(calendar, at('2026-05-06T12:30')))).toBe('2026-05-06T12:00')
  })

  it('adds work over lunch, nights, weekends and holidays', () => {
    expect(formatMoment(addWork(calendar, at('2026-04-29T08:00'), 480))).toBe('2026-04-29T17:00')
    expect(formatMoment(addWork(calendar, at('2026-04-29T10:00'), 180))).toBe('2026-04-29T14:00')
    // Wed 29, Thu 30, Wed 6 to Fri 8, and the make-up Saturday 9 May.
    expect(formatMoment(addWork(calendar, at('2026-04-29T08:00'), 6 * 480))).toBe(
      '2026-05-09T17:00',
    )
  })

  it('counts what it adds', () => {
    const start = at('2026-04-24T13:00')

    for (const minutes of [1, 240, 480, 2400, 9999]) {
      expect(workBetween(calendar, start, addWork(calendar, start, minutes))).toBe(minutes)
    }
    expect(workBetween(calendar, at('2026-05-05T08:00'), at('2026-05-01T08:00'))).toBe(-0)
  })

  it('gives up on a calendar that never works', () => {
    const never = readCalendar({ ...WEEK, week: [[], [], [], [], [], [], []] })

    expect(nextWork(never, 100)).toBe(100)
    expect(previousWork(never, 100)).toBe(100)
    expect(addWork(never, 100, 60)).toBe(160)
  })

  it('names the days and the hours without work', () => {
    const days = idleDays(calendar, at('2026-04-30T00:00'), at('2026-05-10T23:59'))
    const hours = idleSpans(calendar, at('2026-05-06T00:00'), at('2026-05-07T00:00'), 30)

    expect(days.map((span) => span.map(formatMoment))).toEqual([
      ['2026-05-01T00:00', '2026-05-06T00:00'],
      ['2026-05-10T00:00', '2026-05-11T00:00'],
    ])
    expect(hours.map((span) => span.map((moment) => formatMoment(moment).slice(11)))).toEqual([
      ['00:00', '08:00'],
      ['12:00', '13:00'],
      ['17:00', '00:00'],
    ])
  })
})
