import { expect, test } from 'vitest'
import type { Group } from './queries'
import { groupKeyOf, rowsOf } from './rows'

const measures = {
  n_tasks: null,
  percent_complete: null,
  slip_minutes: null,
  start: null,
  finish: null,
}
const group = (key: string, count: number): Group => ({ key, label: null, count, measures })
const kinds = (rows: { kind: string }[]) => rows.map(({ kind }) => kind)

test('a place is kept for every item that is still on the server', () => {
  const rows = rowsOf([{ id: 'a' }, { id: 'b' }], 4)

  expect(kinds(rows)).toEqual(['item', 'item', 'waiting', 'waiting'])
})

test('items stand below the heading of their group, and a shut group has none', () => {
  const items = [
    { id: 'a', state: 'active' },
    { id: 'b', state: 'closed' },
  ]
  const groups = [group('active', 2), group('planned', 3), group('closed', 1)]

  const rows = rowsOf(items, 6, { field: 'state', groups, closed: ['planned'] })

  expect(kinds(rows)).toEqual(['group', 'item', 'waiting', 'group', 'group', 'item'])
})

test('what is locked stands apart from what is empty', () => {
  const items = [
    { id: 'a', health: '' },
    { id: 'b', health: null, _locked: ['start', 'health'] },
  ]
  const groups = [group('', 1), group('_locked', 1)]

  const rows = rowsOf(items, 2, { field: 'health', groups, closed: ['_locked'] })

  expect(kinds(rows)).toEqual(['group', 'item', 'group'])
})

test('the key of a group is the id of a reference, the code of a choice, or nothing', () => {
  const item = { id: 'a', unit: { id: 'u1', name: 'Works' }, state: 'active', manager: null }

  expect(['unit', 'state', 'manager'].map((field) => groupKeyOf(item, field))).toEqual([
    'u1',
    'active',
    '',
  ])
})
