import { expect, test } from 'vitest'
import { isSameDefinition } from './definition'

test('what is absent equals what is empty, in any order of the keys', () => {
  const kept = { columns: null, filters: [], sort: 'name', settings: {} }

  expect(isSameDefinition(kept, { sort: 'name', filters: [], settings: {} })).toBe(true)
  expect(isSameDefinition(kept, { sort: '-name', filters: [], settings: {} })).toBe(false)
})

test('the order of columns and filters counts', () => {
  const one = { filters: ['a:eq:1', 'b:eq:2'], settings: {} }

  expect(isSameDefinition(one, { filters: ['b:eq:2', 'a:eq:1'], settings: {} })).toBe(false)
})
