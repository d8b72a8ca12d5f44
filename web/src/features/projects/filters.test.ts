import { expect, test } from 'vitest'
import {
  codesOf,
  codesText,
  isComplete,
  keptNumber,
  readFilter,
  shownNumber,
  writeFilter,
} from './filters'

test('a filter is read as it is written, colons of its value included', () => {
  const text = 'name:contains:a:b'

  const filter = readFilter(text)

  expect(filter).toEqual({ field: 'name', operator: 'contains', value: 'a:b' })
  expect(filter && writeFilter(filter)).toBe(text)
})

test.each(['password:eq:1', 'name:like:x', 'start:contains:1', ''])(
  '%s is no filter that can be shown',
  (text) => {
    expect(readFilter(text)).toBeUndefined()
  },
)

test('shares are typed in per cent and slips in days', () => {
  expect(keptNumber('percent_complete', 40)).toBe('0.4')
  expect(shownNumber('percent_complete', '0.4')).toBe(40)
  expect(keptNumber('slip_minutes', 10)).toBe('14400')
  expect(shownNumber('slip_minutes', '14400')).toBe(10)
})

test('a filter without a value is not ready', () => {
  expect(isComplete({ field: 'state', operator: 'in', value: '' })).toBe(false)
  expect(isComplete({ field: 'finish', operator: 'ge', value: '2026-01-01' })).toBe(true)
})

test('the empty code can stand alone or among others', () => {
  expect([[''], ['', 'red'], ['red'], []].map((codes) => codesOf(codesText(codes)))).toEqual([
    [''],
    ['', 'red'],
    ['red'],
    [],
  ])
})
