import { screen } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { api, list, openPage, session } from '@/testing'

const event = {
  id: '01890000-0000-7000-8000-000000000001',
  recorded_at: '2026-04-20T08:00:00Z',
  kind: 'organisation.person_updated',
  outcome: 'success',
  classification: 2,
  actor_id: 'u2',
  actor_name: 'Wang Wei',
  on_behalf_of_id: null,
  token_id: null,
  automation: '',
  subject_type: 'organisation.person',
  subject_id: 'p1',
  scope_id: null,
  request_id: 'r1',
  ip: '192.0.2.7',
  user_agent: 'curl',
  data: { after: { name: 'Li Na', email: null } },
  withheld: ['email'],
}
const block = { number: 3, tree_size: 10, sealed_at: '2026-04-20T08:01:00Z' }

const open = (permissions: string[], items: object[] = [event]) =>
  openPage(`/governance/audit?event=${event.id}`, [
    http.get(api('/session'), () => HttpResponse.json(session({ permissions }))),
    http.get(api('/audit/events'), () => HttpResponse.json(list(items))),
    http.get(api('/audit/state'), () => HttpResponse.json({ is_whole: true, block, n_waiting: 1 })),
  ])

test('an event tells who, from where, and what may not be read', async () => {
  open(['access.read_audit'])

  expect(await screen.findByText('Person updated')).toBeVisible()
  expect(screen.getByText('Wang Wei')).toBeVisible()
  expect(screen.getByText('192.0.2.7')).toBeVisible()
  expect(screen.getByText(/values are left out: email/)).toBeVisible()
})

test('who did it and what it tells are locks where the policy closes them', async () => {
  const closed = ['actor_name', 'data']
  const veil = { _locked: closed, _classes: { actor_name: 2, data: 3 } }
  open(['access.read_audit'], [{ ...event, actor_id: null, actor_name: null, data: null, ...veil }])

  expect(await screen.findByText('Sensitive')).toBeVisible()
  expect(screen.getByText('Highly sensitive')).toBeVisible()
  expect(screen.queryByText('null')).toBeNull()
})

test('the page says how far the trail is sealed', async () => {
  open(['access.read_audit'], [])

  expect(await screen.findByText(/10 entries are sealed, up to block 3/)).toBeVisible()
  expect(screen.getByText(/1 waits to be sealed/)).toBeVisible()
  expect(screen.getByText('Nothing found')).toBeVisible()
})

test.each([
  [['access.read_audit'], 1],
  [[], 0],
])('with %j the room shows %i tab of the audit', async (permissions, shown) => {
  open(permissions, [])

  await screen.findByText('Nothing found')
  expect(screen.queryAllByRole('link', { name: 'Audit' })).toHaveLength(shown)
})
