import { QueryClient } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import { Refusal } from '@/api/client'
import * as asking from './conflicts'
import { changeVersioned, mergedLists } from './versioned'

type Person = {
  id: string
  version: number
  name: string
  position: string
  manager: { id: string; name: string } | null
}
type Fields = { name?: string; position?: string; manager_id?: string | null }

const held: Person = { id: 'p', version: 1, name: 'Li', position: 'Engineer', manager: null }

/** A server that somebody else wrote to just before. */
function server(now: Person) {
  const sent: [number, Fields][] = []
  const send = async ({ version }: Person, fields: Fields) => {
    sent.push([version, fields])
    if (version === now.version) return { ...now, ...fields, version: version + 1 } as Person
    const problem = { code: 'stale', current: now, by: 'Wang', at: '2026-03-02T08:00:00Z' }
    throw new Refusal(412, problem as never)
  }
  return { sent, send }
}

const change = (now: Person, fields: Fields) => {
  const { sent, send } = server(now)
  const queryClient = new QueryClient()
  queryClient.setQueryData(['people'], { items: [{ id: 'm', name: 'Zhao' }] })
  const words = ['organisation', 'person'] as const
  return { sent, done: changeVersioned<Person, Fields>({ held, fields, send, words, queryClient }) }
}

test('a change of another field is sent again on what is there now', async () => {
  const { sent, done } = change({ ...held, version: 4, name: 'Li Na' }, { position: 'Lead' })

  expect(await done).toMatchObject({ name: 'Li Na', position: 'Lead', version: 5 })
  expect(sent).toEqual([
    [1, { position: 'Lead' }],
    [4, { position: 'Lead' }],
  ])
})

test('a change of the same field is shown side by side, and what is taken is sent', async () => {
  const now = { ...held, version: 2, manager: { id: 'n', name: 'Sun' } }
  const ask = vi
    .spyOn(asking, 'ask')
    .mockResolvedValueOnce(new Map([['manager_id', 'mine' as const]]))

  const { sent, done } = change(now, { manager_id: 'm' })

  await done
  expect(ask.mock.calls[0]?.[1]).toMatchObject([
    { field: 'manager_id', base: undefined, theirs: 'Sun', mine: 'Zhao', by: 'Wang' },
  ])
  expect(sent.at(-1)).toEqual([2, { manager_id: 'm' }])
})

test('theirs stays, and other fields are sent', async () => {
  vi.spyOn(asking, 'ask').mockResolvedValueOnce(new Map())
  const now = { ...held, version: 2, name: 'Li Na' }

  const { sent, done } = change(now, { name: 'Li Li', position: 'Lead' })

  expect(await done).toMatchObject({ name: 'Li Na', position: 'Lead' })
  expect(sent.at(-1)).toEqual([2, { position: 'Lead' }])
})

test('put off, the change stays refused, so that what was typed is not lost', async () => {
  vi.spyOn(asking, 'ask').mockResolvedValueOnce(null)

  const { done } = change({ ...held, version: 2, name: 'Li Na' }, { name: 'Li Li' })

  await expect(done).rejects.toMatchObject({ status: 412 })
})

test('lists of which two people changed different items hold both', () => {
  const keyOf = (item: string) => item

  expect(mergedLists(keyOf, ['a', 'b'], ['a', 'b', 'c'], ['b', 'd'])).toEqual(['b', 'd', 'c'])
})

test('lists of which two people changed the same item do not', () => {
  const keyOf = (item: { day: string }) => item.day
  const shifts = (n: number) => [{ day: '2026-02-16', n }]

  expect(mergedLists(keyOf, shifts(1), shifts(2), shifts(3))).toBeUndefined()
  expect(mergedLists(keyOf, shifts(1), shifts(2), shifts(2))).toEqual(shifts(2))
})
