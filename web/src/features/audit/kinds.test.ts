import { expect, test } from 'vitest'
import { grouped, groupOf } from './kinds'
import en from './locales/en.json'
import zh from './locales/zh-CN.json'

test.each([
  ['access.fields_read', 'reading'],
  ['access.viewing_as_begun', 'reading'],
  ['access.signed_in', 'signIn'],
  ['access.sign_in_failed', 'signIn'],
  ['access.second_factor_demanded', 'signIn'],
  ['access.refused', 'refusals'],
  ['access.view_shared', 'views'],
  ['access.role_change_confirmed', 'rights'],
  ['access.glass_broken', 'rights'],
  ['access.body_change_declined', 'deciding'],
  ['access.lowering_asked', 'deciding'],
  ['projects.project_updated', 'projects'],
  ['tests.happened', 'others'],
])('%s belongs to %s', (kind, group) => {
  expect(groupOf(kind)).toBe(group)
})

test('every kind with a name stands in one group, and each group has a name', () => {
  const named = Object.keys(en.kind)
  const groups = grouped(named)

  expect(groups.flatMap(({ kinds }) => kinds).sort()).toEqual(
    named.map((key) => key.replace('_', '.')).sort(),
  )
  expect(groups.find(({ group }) => group === 'others')?.kinds).toEqual(['demo.company_built'])
  expect(Object.keys(en.kindGroup).sort()).toEqual(
    groups.map(({ group }) => group as string).sort(),
  )
  expect(Object.keys(zh.kind).sort()).toEqual(named.sort())
})
