import { expect, test } from 'vitest'
import { stepped } from './useGridKeys'

const last = { row: 4999, column: 8 }
const at = (key: string, row: number, column: number, isWide = false) =>
  stepped(key, isWide, { row, column }, last)

test('arrows move by one and stop at the edges', () => {
  expect(at('ArrowDown', 3, 2)).toEqual({ row: 4, column: 2 })
  expect(at('ArrowUp', 0, 2)).toEqual({ row: 0, column: 2 })
  expect(at('ArrowRight', 3, 8)).toEqual({ row: 3, column: 8 })
})

test('Home and End go along the row, with Control through the whole list', () => {
  expect(at('End', 3, 2)).toEqual({ row: 3, column: 8 })
  expect(at('End', 3, 2, true)).toEqual({ row: 4999, column: 8 })
  expect(at('Home', 3, 2, true)).toEqual({ row: 0, column: 0 })
})

test('other keys lead nowhere', () => {
  expect(at('a', 3, 2)).toBeUndefined()
})
