import { expect, test } from 'vitest'
import { dayOf, grantState, startOfDay } from './grantState'

const NOW = '2026-11-20T08:00:00Z'

test.each([
  [null, null, 'in_force'],
  ['2026-11-20T08:00:00Z', null, 'in_force'],
  ['2026-11-20T08:00:01Z', null, 'not_yet'],
  [null, '2026-11-20T08:00:00Z', 'over'],
  ['2026-01-01T00:00:00+08:00', '2026-12-01T00:00:00+08:00', 'in_force'],
] as const)('a grant from %s to %s is %s', (valid_from, valid_to, state) => {
  expect(grantState({ valid_from, valid_to, is_waiting: false }, NOW)).toBe(state)
})

test('a grant that waits for another person counts for nothing, whatever its dates', () => {
  const dates = { valid_from: null, valid_to: null }
  expect(grantState({ ...dates, is_waiting: true }, NOW)).toBe('proposed')
})

test('a day goes to its instant and back', () => {
  expect(dayOf(startOfDay('2026-03-01'))).toBe('2026-03-01')
  expect(startOfDay(undefined)).toBeNull()
  expect(dayOf(null)).toBeUndefined()
})
