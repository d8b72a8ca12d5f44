import { expect, test } from 'vitest'
import type { Project } from './queries'
import { conflicts, merge, type ProjectEdit } from './sending'

const project = {
  id: 'p',
  name: 'Bridge',
  description: '',
  version: 3,
  plan_version: 1,
  manager: { id: 'm1', name: 'Li' },
  unit: { id: 'u', name: 'North' },
} as unknown as Project

const edit = (change: ProjectEdit['change'], before: ProjectEdit['before']): ProjectEdit => ({
  project: { id: 'p', name: 'Bridge', version: 2, plan_version: 1 },
  before,
  change,
  names: { m1: 'Li', m2: 'Wang', m3: 'Zhao' },
})

test('where somebody changed other fields, the change is sent on the new version', () => {
  const merged = merge(edit({ name: 'Tunnel' }, { name: 'Bridge' }), { current: project })

  expect(merged).toMatchObject({ again: { change: { name: 'Tunnel' }, project: { version: 3 } } })
})

test('where the same was done already, it is done', () => {
  const merged = merge(edit({ name: 'Bridge' }, { name: 'Road' }), { current: project })

  expect(merged).toEqual({ done: project })
})

test('where somebody changed the same field, both are shown by the names that people know', () => {
  const change = edit({ manager_id: 'm2' }, { manager_id: 'm3' })
  const problem = { current: project, by: 'Sun', at: '2026-04-01T08:00:00Z' }

  expect(merge(change, problem)).toBeNull()
  expect(conflicts(change, problem)).toEqual([
    {
      kind: 'both_changed',
      name: 'Bridge',
      key: 'manager_id',
      field: 'manager_id',
      base: 'Zhao',
      theirs: 'Li',
      mine: 'Wang',
      by: 'Sun',
      at: '2026-04-01T08:00:00Z',
    },
  ])
})
