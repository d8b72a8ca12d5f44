import { expect, test } from 'vitest'
import { difference } from './difference'

const told = (before: string, after: string) =>
  difference(before, after).map(
    ({ kind, text }) => `${{ same: ' ', gone: '-', new: '+' }[kind]}${text}`,
  )

test.each([
  ['a', 'a', [' a']],
  ['a\nb\nc', 'a\nx\nc', [' a', '-b', '+x', ' c']],
  ['a', 'a\nb', [' a', '+b']],
  ['a\nb', 'b', ['-a', ' b']],
  ['a\nb\nc\nd', 'c\nd\na\nb', ['-a', '-b', ' c', ' d', '+a', '+b']],
])('%j becomes %j', (before, after, lines) => {
  expect(told(before, after)).toEqual(lines)
})
