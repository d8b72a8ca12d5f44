import { expect, test } from 'vitest'
import { placeTable } from './people/placeTable'
import type { Unit } from './queries'
import { sumsBelow, unitsBelow } from './unitTree'

const unit = (id: string, parent?: string) =>
  ({ id, name: id, code: id, parent: parent ? { id: parent, name: parent } : null }) as Unit

const UNITS = [unit('rd'), unit('fw', 'rd'), unit('drv', 'fw'), unit('fin')]
const PLACES = [
  { unit_id: 'rd', location: 'A', n_people: 1 },
  { unit_id: 'drv', location: 'A', n_people: 2 },
  { unit_id: 'drv', location: 'B', n_people: 4 },
]

test('a unit stands for itself and all below it', () => {
  expect(unitsBelow(UNITS, 'rd')).toEqual(['rd', 'fw', 'drv'])
  expect(unitsBelow(UNITS, 'fin')).toEqual(['fin'])
})

test('sums go up to the top', () => {
  const sums = sumsBelow(
    UNITS,
    new Map([
      ['drv', 6],
      ['rd', 1],
    ]),
  )

  expect(Object.fromEntries(sums)).toEqual({ drv: 6, fw: 6, rd: 7 })
})

test('places count with all below, the largest site first, empty units left out', () => {
  const { sites, rows, total } = placeTable(UNITS, PLACES)

  expect(sites).toEqual(['B', 'A'])
  expect(rows.map(({ unit: { id }, depth, sum }) => [id, depth, sum])).toEqual([
    ['rd', 0, 7],
    ['fw', 1, 6],
  ])
  expect(rows[0]?.counts.get('A')).toBe(3)
  expect(total).toBe(7)
})
