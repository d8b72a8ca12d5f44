import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Refusal, Unreachable } from '@/api/client'
import type { Choice, Sender } from './entry'
import { Discarded, Outbox, registerSender } from './outbox'
import { isStorableOperation } from './storable'

type Payload = { text: string; base?: number; isSecret?: boolean }
type Answer = { version: number }

const away = () => Promise.reject(new Unreachable('away'))
const refuse = (status: number, problem: object = {}) =>
  Promise.reject(new Refusal(status, { code: `http.${status}`, ...problem }))
const accept = () => Promise.resolve({ version: 1 })

let server = vi.fn<(payload: Payload, key: string) => Promise<Answer>>()
let stops: (() => void)[] = []

const sender: Sender<Payload, Answer> = {
  send: (payload, key) => server(payload, key),
  follow: (later, { version }) => ({ ...later, base: version }),
  conflicts: (payload, problem) =>
    (problem as { conflicts?: string[] } | undefined)?.conflicts?.map((theirs) => ({
      key: 'text',
      name: 'Row',
      field: 'text',
      kind: 'both_changed' as const,
      base: '',
      theirs,
      mine: payload.text,
    })) ?? [],
  resolve: (payload, _, choices) => (choices.get('text') === 'mine' ? payload : null),
  describe: ({ text }) => ({ where: 'Row', lines: [{ what: '', field: 'text', value: text }] }),
  isStorable: ({ isSecret }) => !isSecret,
}

const opened = (user = 'u1') => {
  const outbox = new Outbox(user)
  stops.push(outbox.start())
  return outbox
}
const add = (outbox: Outbox, text: string, lane = 'lane', more: Partial<Payload> = {}) => {
  const answered = outbox.add<Answer>('test', lane, { text, ...more })
  answered.catch(() => undefined)
  return answered
}
const settled = () => vi.advanceTimersByTimeAsync(0)
const sent = () => server.mock.calls.map(([{ text }]) => text)
const texts = (outbox: Outbox) =>
  outbox.state().entries.map(({ payload, state }) => [(payload as Payload).text, state])
const keptKeys = () => Object.keys(localStorage).filter((key) => key.startsWith('zhongshu.outbox.'))

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
  server = vi.fn(accept)
  registerSender('test', sender)
})
afterEach(() => {
  for (const stop of stops) stop()
  stops = []
  vi.useRealTimers()
})

test('a change is sent at once, and nothing of it stays', async () => {
  const outbox = opened()

  await expect(add(outbox, 'a')).resolves.toEqual({ version: 1 })

  expect(sent()).toEqual(['a'])
  expect(outbox.state().entries).toEqual([])
  expect(keptKeys()).toEqual([])
})

test('it is written down before it is sent', async () => {
  let atSending: string[] = []
  server = vi.fn(async () => {
    atSending = keptKeys()
    return { version: 1 }
  })

  await add(opened(), 'a')

  expect(atSending).toHaveLength(1)
})

test('without a network changes wait, and go in order with the same keys', async () => {
  const outbox = opened()
  await settled()
  server.mockImplementation(away)
  add(outbox, 'a')
  add(outbox, 'b')
  await settled()

  expect(outbox.state().connection).toBe('offline')
  expect(texts(outbox)).toEqual([
    ['a', 'waiting'],
    ['b', 'waiting'],
  ])
  server.mockImplementation(accept)
  outbox.resume()
  await settled()

  expect(sent()).toEqual(['a', 'a', 'b'])
  const keys = server.mock.calls.map(([, key]) => key)
  expect(keys[0]).toBe(keys[1])
  expect(new Set(keys).size).toBe(2)
  expect(outbox.state()).toEqual({ entries: [], connection: 'online' })
})

test.each([500, 503, 429])('a server that answers %i is asked again by itself', async (status) => {
  const outbox = opened()
  server.mockImplementationOnce(() => refuse(status))
  const answered = add(outbox, 'a')

  await vi.advanceTimersByTimeAsync(1000)

  await expect(answered).resolves.toEqual({ version: 1 })
  expect(new Set(server.mock.calls.map(([, key]) => key)).size).toBe(1)
})

test('what an earlier page left behind is sent by the next one', async () => {
  server.mockImplementation(away)
  const before = opened()
  add(before, 'a')
  await settled()
  stops.pop()?.()
  const [[, key] = []] = server.mock.calls
  server = vi.fn(accept)

  opened()
  await settled()

  expect(server.mock.calls).toEqual([[expect.objectContaining({ text: 'a' }), key]])
  expect(keptKeys()).toEqual([])
})

test('nobody sends what another user left behind', async () => {
  server.mockImplementation(away)
  add(opened('u1'), 'a')
  await settled()
  stops.pop()?.()
  server = vi.fn(accept)

  opened('u2')
  await settled()

  expect(sent()).toEqual([])
  expect(keptKeys()).toHaveLength(1)
})

test('an ended session keeps the changes until the next sign-in', async () => {
  const outbox = opened()
  server.mockImplementation(() => refuse(401))
  const answered = add(outbox, 'a')
  await settled()

  expect(outbox.state().connection).toBe('signedOut')
  expect(keptKeys()).toHaveLength(1)
  server.mockImplementation(accept)
  outbox.resume()

  await expect(answered).resolves.toEqual({ version: 1 })
})

test('a token of an earlier session is renewed, and the change sent again', async () => {
  const renew = vi.fn(async () => undefined)
  const outbox = new Outbox('u1', renew)
  server.mockImplementationOnce(() => refuse(403, { code: 'access.csrf' }))

  await outbox.add('test', 'lane', { text: 'a' })

  expect(renew).toHaveBeenCalledOnce()
  expect(sent()).toEqual(['a', 'a'])
})

test('a refusal is told to whoever has just made the change', async () => {
  const outbox = opened()
  server.mockImplementation(() => refuse(409))

  await expect(add(outbox, 'a')).rejects.toBeInstanceOf(Refusal)

  expect(outbox.state().entries).toEqual([])
})

test('a refusal that comes late is kept with its reason until it is discarded', async () => {
  const outbox = opened()
  server.mockImplementationOnce(away)
  add(outbox, 'a')
  await settled()
  server.mockImplementationOnce(() => refuse(409, { code: 'planning.cycle' }))
  outbox.resume()
  await settled()

  const [entry] = outbox.state().entries
  expect(entry?.state).toBe('refused')
  expect(entry?.reason?.code).toBe('planning.cycle')
  if (entry) outbox.discard(entry)

  expect(outbox.state().entries).toEqual([])
  expect(keptKeys()).toEqual([])
})

test('a conflict holds its lane until it is decided, and other lanes go on', async () => {
  const outbox = opened()
  server.mockImplementationOnce(() => refuse(412, { conflicts: ['theirs'] }))
  const first = add(outbox, 'a')
  add(outbox, 'b')
  add(outbox, 'c', 'other lane')
  await settled()

  expect(texts(outbox)).toEqual([
    ['a', 'conflict'],
    ['b', 'waiting'],
  ])
  const [entry] = outbox.state().entries
  if (!entry) throw new Error('no conflict')
  const { id } = entry
  expect(outbox.conflictsOf(entry)).toMatchObject([{ theirs: 'theirs', mine: 'a' }])
  outbox.decide(entry, new Map<string, Choice>([['text', 'mine']]))

  await expect(first).resolves.toEqual({ version: 1 })
  await settled()
  expect(sent()).toEqual(['a', 'c', 'a', 'b'])
  expect(server.mock.calls[2]?.[1]).not.toBe(id)
})

test('who keeps what the other wrote gives the own change up', async () => {
  const outbox = opened()
  server.mockImplementationOnce(() => refuse(412, { conflicts: ['theirs'] }))
  const first = add(outbox, 'a')
  await settled()
  const [entry] = outbox.state().entries

  if (entry) outbox.decide(entry, new Map())

  await expect(first).rejects.toBeInstanceOf(Discarded)
  expect(outbox.state().entries).toEqual([])
})

test('a later change of the lane learns what the earlier one was answered', async () => {
  const outbox = opened()
  server.mockImplementationOnce(async () => ({ version: 7 }))

  add(outbox, 'a')
  await add(outbox, 'b')

  expect(server.mock.calls.map(([{ base }]) => base)).toEqual([undefined, 7])
})

test('what must not be stored in a browser is sent all the same', async () => {
  server.mockImplementation(away)
  const outbox = opened()
  add(outbox, 'a', 'lane', { isSecret: true })
  await settled()

  const [entry] = outbox.state().entries
  expect(keptKeys()).toEqual([])
  expect(entry && outbox.isKept(entry)).toBe(false)
  server.mockImplementation(accept)
  outbox.resume()
  await settled()

  expect(outbox.state().entries).toEqual([])
})

test('at sign-out nothing stays behind', async () => {
  server.mockImplementation(away)
  const outbox = opened()
  add(outbox, 'a')
  await settled()

  outbox.clear()

  expect(keptKeys()).toEqual([])
  expect(outbox.state().entries).toEqual([])
})

test('what lies damaged in the storage stops nothing', async () => {
  localStorage.setItem('zhongshu.outbox.u1.x', '{')

  await add(opened(), 'a')

  expect(keptKeys()).toEqual([])
})

test.each([
  [{ op: 'update_task', id: 't', fields: { name: 'x', percent_complete: 1 } }, true],
  [{ op: 'update_task', id: 't', fields: { fixed_cost_minor: 1 } }, false],
  [{ op: 'add_task', name: 'x', parent_id: null, after_id: null }, true],
  [{ op: 'update_task', id: 't', fields: { state: 'blocked', board_position: 1 } }, true],
  [{ op: 'add_checklist_item', task_id: 't', id: 'i', text: 'x', after_id: null }, true],
  [{ op: 'update_checklist_item', task_id: 't', id: 'i', fields: { is_done: true } }, true],
  [{ op: 'pay', amount: 1 }, false],
  [{ op: 'assign', task_id: 't', resource_id: 'r', units: 1, rate_minor: 1 }, false],
])('%j may be stored: %s', (operation, is) => {
  expect(isStorableOperation(operation)).toBe(is)
})
