import dayjs from 'dayjs'
import { expect, test } from 'vitest'
import { askedOf, auditSearch, isTurnedRound } from './search'

test('days are those of the viewer, and both are included', () => {
  const { filter } = askedOf({ since: '2026-05-01', until: '2026-05-31' })

  expect(filter).toEqual([
    `recorded_at:ge:${new Date(2026, 4, 1).toISOString()}`,
    `recorded_at:lt:${new Date(2026, 5, 1).toISOString()}`,
  ])
  expect(dayjs(filter[1]?.slice('recorded_at:lt:'.length)).format('HH:mm')).toBe('00:00')
})

test('every choice is asked for in the grammar of lists', () => {
  const asked = askedOf({
    q: 'Wang',
    field: 'email',
    within: 's1',
    account: 'u1',
    kinds: 'access.refused,access.exported',
    record: 'p1',
    outcome: 'refused',
  })

  expect(asked).toEqual({
    who: 'Wang',
    field: 'email',
    within: 's1',
    filter: [
      'actor_id:eq:u1',
      'kind:in:access.refused,access.exported',
      'subject_id:eq:p1',
      'outcome:eq:refused',
    ],
  })
  expect(askedOf({ field: 'Not a field' }).field).toBeUndefined()
})

test.each([
  ['2026-05-02', '2026-05-01', true],
  ['2026-05-01', '2026-05-01', false],
  [undefined, '2026-05-01', false],
])('from %s to %s is turned round: %s', (since, until, expected) => {
  expect(isTurnedRound({ since, until })).toBe(expected)
})

test('what is no day is left out of the address', () => {
  expect(auditSearch({ since: 'yesterday', until: '2026-05-31' })).toMatchObject({
    since: undefined,
    until: '2026-05-31',
  })
})
