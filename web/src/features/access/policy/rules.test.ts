import { expect, test } from 'vitest'
import { classCells, closingCells } from './cells'
import type { Cell } from './queries'
import { closedFrom, compared, isOfRecords, rulesOf, withCells } from './rules'

const everyone = { subject: 'everyone', effect: 'none' } as const
const levelsOf = (cells: Cell[]) => cells.map(({ classification }) => classification)

test('what is said of the classes from one on is one rule, however its cells are ordered', () => {
  const [two, three] = classCells({ ...everyone, from: 2, counts: 'fields' }) as [Cell, Cell]
  const [one] = classCells({ ...everyone, effect: 'read', from: 3 }) as [Cell]

  const rules = rulesOf([three, one, two])

  expect(rules.map(({ from, to }) => [from, to])).toEqual([
    [2, 3],
    [3, 3],
  ])
  expect(rules[0]?.cells).toEqual([two, three])
})

test('classes that are not in a row are rules of their own', () => {
  const all = classCells({ ...everyone, from: 0, counts: 'fields' })

  const rules = rulesOf(all.filter(({ classification }) => classification !== 1))

  expect(rules.map(({ from, to }) => [from, to])).toEqual([
    [0, 0],
    [2, 3],
  ])
})

test('all fields of records from a class on are closed by a cell for each class they can have', () => {
  const cells = classCells({ ...everyone, from: 2, counts: 'records', resource: 'project' })

  expect(levelsOf(cells)).toEqual([2, 3])
  expect(cells.every(({ at_least, resource }) => at_least === 2 && resource === 'project')).toBe(
    true,
  )
  expect(rulesOf(cells).every(isOfRecords)).toBe(true)
})

test('one field of records from a class on is one cell', () => {
  const [cell, ...others] = classCells({
    ...everyone,
    from: 2,
    counts: 'records',
    resource: 'project',
    field: 'description',
  })

  expect(others).toEqual([])
  expect(cell).toMatchObject({ field: 'description', at_least: 2, classification: null })
})

test('closing from a class on lets in whom one names, and keeps those concerned', () => {
  const resources = [
    { name: 'project', has_class: true, states: [], relations: ['managed'], fields: [] },
    { name: 'grant', has_class: false, states: [], relations: ['own'], fields: [] },
  ]
  const catalogue = { names: {}, schemes: {}, channels: {}, resources }
  const asked = {
    from: 3,
    counts: 'records' as const,
    readers: ['role:r1', 'permission:projects.edit'],
    effect: 'read' as const,
    areOwnersKept: true,
  }

  const cells = closingCells(asked, catalogue)

  const said = cells.map(({ subject, name, resource, relation, effect }) =>
    [subject, name, resource, relation, effect].join(' '),
  )
  expect(said).toEqual([
    'everyone    none',
    'role r1   read',
    'permission projects.edit   read',
    'everyone  project managed write',
  ])
  expect(closedFrom(rulesOf(cells))).toBe(3)
  expect(closingCells({ ...asked, areOwnersKept: false }, catalogue)).toHaveLength(3)
})

test('a cell takes the place of the one that speaks of the same people and rows', () => {
  const old = classCells({ ...everyone, from: 2, counts: 'fields' })
  const now = classCells({ ...everyone, effect: 'read', from: 3, counts: 'fields' })

  expect(withCells(old, now)).toEqual([old[0], ...now])
})

test('two policies are compared rule by rule', () => {
  const old = classCells({ ...everyone, from: 3, counts: 'fields' })
  const now = classCells({ ...everyone, from: 1, counts: 'fields' })

  const { added, removed } = compared(old, now)

  expect(removed).toEqual([])
  expect(added.map(({ from, to }) => [from, to])).toEqual([[1, 2]])
})
