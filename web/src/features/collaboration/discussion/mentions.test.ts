import { expect, test } from 'vitest'
import { completed, readable, storable, typedAt } from './mentions'

const LI = { id: '01890000-0000-7000-8000-000000000001', name: '李小龙' }
const ANN = { id: '01890000-0000-7000-8000-000000000002', name: 'Ann' }
const ANNA = { id: '01890000-0000-7000-8000-000000000003', name: 'Anna Lee' }

test.each([
  ['@', 1, { text: '', from: 0 }],
  ['Ask @li', 7, { text: 'li', from: 4 }],
  ['请（@小', 4, { text: '小', from: 2 }],
  ['@Anna L', 7, { text: 'Anna L', from: 0 }],
  ['a@b.com', 7, null],
  ['@ x', 3, null],
  ['no', 2, null],
])('in %j at %d somebody is typed: %j', (text, caret, expected) => {
  expect(typedAt(text, caret)).toEqual(expected)
})

test('who is chosen stands in the place of what was typed', () => {
  expect(completed('Ask @an now', { text: 'an', from: 4 }, 7, ANN)).toEqual({
    text: 'Ask @Ann  now',
    caret: 9,
  })
})

test('a text is stored with ids and read with the names of now', () => {
  const stored = storable('@Anna Lee, @Ann and @李小龙, not @Bob or a@b', [ANN, ANNA, LI])

  expect(stored).toBe(
    `@[Anna Lee](user:${ANNA.id}), @[Ann](user:${ANN.id}) and @[李小龙](user:${LI.id}), not @Bob or a@b`,
  )
  const { text, named } = readable(stored, new Map([[ANN.id, 'Anne']]))
  expect(text).toBe('@Anna Lee, @Anne and @李小龙, not @Bob or a@b')
  expect(named.map(({ name }) => name)).toEqual(['Anna Lee', 'Anne', '李小龙'])
})
