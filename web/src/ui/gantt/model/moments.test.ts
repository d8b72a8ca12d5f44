import { describe, expect, it } from 'vitest'
import {
  formatMoment,
  isoWeek,
  momentOf,
  nextOf,
  parseMoment,
  readMoment,
  startOf,
  weekdayOf,
} from './moments'

describe('moments', () => {
  it('counts minutes of the wall clock since 1970', () => {
    expect(parseMoment('1970-01-01T00:00')).toBe(0)
    expect(parseMoment('1970-01-02T00:01')).toBe(1441)
    // date -u -d 2026-03-02T08:00Z +%s / 60
    expect(parseMoment('2026-03-02T08:00')).toBe(29_540_640)
  })

  it('reads the wire as it parses text, and nothing as nothing', () => {
    for (const text of ['2026-03-02T08:00', '2000-02-29T23:59', '1969-12-31T12:30']) {
      expect(readMoment(text)).toBe(parseMoment(text))
      expect(formatMoment(readMoment(text) as number)).toBe(text)
    }
    expect(readMoment('2026-03-02')).toBe(parseMoment('2026-03-02T00:00'))
    expect(readMoment(null)).toBeNull()
    expect(parseMoment('soon')).toBeNull()
  })

  it('agrees with the calendar of the platform over two centuries', () => {
    for (let year = 1900; year < 2100; year += 7) {
      const at = momentOf(year, 3, 1)
      expect(at * 60_000).toBe(Date.UTC(year, 2, 1))
      expect(weekdayOf(at / 1440)).toBe((new Date(at * 60_000).getUTCDay() + 6) % 7)
    }
  })

  it('steps from boundary to boundary of every unit', () => {
    const at = parseMoment('2026-11-18T13:20') as number
    const bounds = (unit: Parameters<typeof startOf>[0], step = 1) =>
      [startOf(unit, at, step), nextOf(unit, at, step)].map(formatMoment)

    expect(bounds('hour')).toEqual(['2026-11-18T13:00', '2026-11-18T14:00'])
    expect(bounds('hour', 6)).toEqual(['2026-11-18T12:00', '2026-11-18T18:00'])
    expect(bounds('day')).toEqual(['2026-11-18T00:00', '2026-11-19T00:00'])
    expect(bounds('week')).toEqual(['2026-11-16T00:00', '2026-11-23T00:00'])
    expect(bounds('month')).toEqual(['2026-11-01T00:00', '2026-12-01T00:00'])
    expect(bounds('quarter')).toEqual(['2026-10-01T00:00', '2027-01-01T00:00'])
    expect(bounds('year')).toEqual(['2026-01-01T00:00', '2027-01-01T00:00'])
    expect(bounds('decade')).toEqual(['2020-01-01T00:00', '2030-01-01T00:00'])
  })

  it('numbers weeks as ISO 8601 does', () => {
    expect(isoWeek(momentOf(2026, 1, 1))).toBe(1)
    expect(isoWeek(momentOf(2027, 1, 1))).toBe(53)
    expect(isoWeek(momentOf(2026, 3, 2))).toBe(10)
  })
})
