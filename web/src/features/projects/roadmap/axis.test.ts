import { expect, test } from 'vitest'
import { axisOf, dayOf } from './axis'

test('the axis begins with the quarter of the first day and ends after the last', () => {
  const axis = axisOf('2026-02-10T08:00', '2026-05-20T17:00', 'quarter')

  expect(axis.ticks.map(({ year, part }) => `${year} Q${part}`)).toEqual([
    '2026 Q1',
    '2026 Q2',
    '2026 Q3',
  ])
  expect([axis.first, axis.last]).toEqual([dayOf('2026-01-01'), dayOf('2026-10-01')])
})

test('years are cut where the axis begins and ends', () => {
  const { years, width } = axisOf('2025-11-03T08:00', '2026-01-15T17:00', 'month')

  expect(years.map(({ year }) => year)).toEqual([2025, 2026])
  expect(years.reduce((sum, one) => sum + one.width, 0)).toBeCloseTo(width)
})

test('a narrow screen fits the whole span', () => {
  const axis = axisOf('2026-01-01T00:00', '2027-01-01T00:00', 'quarter', 328)

  expect(axis.width).toBeCloseTo(328)
  expect(axis.x(axis.first)).toBe(0)
})
