import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test, vi } from 'vitest'
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

const scope = { id: 's1', label: 'Tower', kind: 'project' }
const wang = { id: 'u2', name: 'Wang Wei', account_id: 'u2', person_id: null }

const somebody = vi.fn(() => HttpResponse.json({ items: [wang] }))

/** Opens the room; each question for events is noted. */
const open = (
  permissions: string[],
  items: object[] = [event],
  search = `event=${event.id}`,
  is_whole = true,
  alarms: object[] = [],
) => {
  const asked: URLSearchParams[] = []
  openPage(`/governance/audit?${search}`, [
    http.get(api('/session'), () => HttpResponse.json(session({ permissions }))),
    http.get(api('/audit/events'), ({ request }) => {
      asked.push(new URL(request.url).searchParams)
      return HttpResponse.json(list(items))
    }),
    http.get(api('/audit/scopes'), () => HttpResponse.json(list([scope]))),
    http.get(api('/privacy/somebody'), somebody),
    http.get(api('/audit/state'), () =>
      HttpResponse.json({ is_whole, block, n_waiting: 1, verified_at: null, alarms }),
    ),
  ])
  return asked
}

test('an event tells who, from where, and what may not be read', async () => {
  open(['access.read_audit'])

  expect(await screen.findByText('Person updated')).toBeVisible()
  expect(screen.getByText('Wang Wei')).toBeVisible()
  expect(screen.getByText('192.0.2.7')).toBeVisible()
  expect(screen.getByText(/values are left out: email/)).toBeVisible()
})

test('an event tells what for', async () => {
  const data = { until: '2026-04-20T08:30:00Z', purpose: 'Checking rights' }
  open(['access.read_audit'], [{ ...event, kind: 'access.viewing_as_begun', data }])

  expect(await screen.findByText('Purpose')).toBeVisible()
  expect(screen.getByText('Checking rights')).toBeVisible()
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

test('what is wrong with the trail is an alert, with where', async () => {
  open(['access.read_audit'], [], '', true, [
    { code: 'event_edited', about: 'block 2, entry 5, event 77' },
    { code: 'a_new_one', about: '' },
  ])

  const alert = await screen.findByRole('alert')
  expect(alert).toHaveTextContent('The trail may have been tampered with')
  expect(alert).toHaveTextContent(
    'An entry was changed after it was sealed: block 2, entry 5, event 77',
  )
  expect(alert).toHaveTextContent('a_new_one')
})

test('what is late alone is no tampering', async () => {
  open(['access.read_audit'], [], '', false, [{ code: 'sealing_late', about: '' }])

  expect(await screen.findByRole('alert')).toHaveTextContent('The trail is not looked after')
  expect(screen.queryByText(/tampered/)).toBeNull()
})

test.each([
  [['access.read_audit'], 1],
  [[], 0],
])('with %j the room shows %i tab of the audit', async (permissions, shown) => {
  open(permissions, [])

  await screen.findByText('Nothing found')
  expect(screen.queryAllByRole('link', { name: 'Audit' })).toHaveLength(shown)
})

test('the address says what is asked, for the list and for the file alike', async () => {
  const chosen = 'since=2026-05-01&until=2026-05-31&account=u2&within=s1'
  const kinds = 'access.refused,access.exported'
  const asked = open(['access.read_audit'], [event], `${chosen}&kinds=${kinds}`)

  expect(await screen.findByText('Tower')).toBeVisible()
  expect(await screen.findByText('Wang Wei')).toBeVisible()
  expect(screen.getByText('2 kinds')).toBeVisible()
  expect(screen.getByLabelText('From')).toHaveValue('2026-05-01')
  expect(screen.getByLabelText('To')).toHaveValue('2026-05-31')
  expect(asked[0]?.get('within')).toBe('s1')
  const filter = asked[0]?.getAll('filter')
  expect(filter).toEqual([
    `recorded_at:ge:${new Date(2026, 4, 1).toISOString()}`,
    `recorded_at:lt:${new Date(2026, 5, 1).toISOString()}`,
    'actor_id:eq:u2',
    `kind:in:${kinds}`,
  ])
  await userEvent.click(screen.getByRole('button', { name: /Export/ }))
  const link = await screen.findByRole('link', { name: /CSV/ })
  const address = new URL(link.getAttribute('href') ?? '', 'http://localhost')
  expect(address.searchParams.getAll('filter')).toEqual(filter)
  expect(address.searchParams.get('within')).toBe('s1')
})

test('days that are turned round are named, and nothing is asked', async () => {
  const asked = open(['access.read_audit'], [event], 'since=2026-06-01&until=2026-05-31')

  expect(await screen.findByText(/The first day is after the last/)).toBeVisible()
  expect(asked).toEqual([])
  await userEvent.click(screen.getByRole('button', { name: 'Clear the filters' }))
  await waitFor(() => expect(asked).toHaveLength(1))
  expect(asked[0]?.getAll('filter')).toEqual([])
})

test('an event leads to all its account did, and to what it saw that day', async () => {
  open(['access.read_audit'], [{ ...event, actor_id: 'u2' }])

  const saw = await screen.findByRole('link', { name: 'What they saw that day' })
  expect(saw).toHaveAttribute('href', expect.stringContaining('ask=sights'))
  expect(saw).toHaveAttribute('href', expect.stringContaining('account=u2'))
  expect(screen.getByRole('link', { name: 'All they did' })).toHaveAttribute(
    'href',
    expect.stringContaining('account=u2'),
  )
})

test('whoever reads a part types a name, and asks for no list that would be refused', async () => {
  somebody.mockClear()
  const asked = open(['access.read_audit'], [event], 'q=', false)

  await userEvent.type(await screen.findByLabelText('Filter by person'), 'W')
  await waitFor(() => expect(asked.at(-1)?.get('who')).toBe('W'))
  expect(somebody).not.toHaveBeenCalled()
})

test('an account to which an event led is told and can be let go by whoever reads a part', async () => {
  open(['access.read_audit'], [event], 'account=u2', false)

  expect(
    await screen.findByText(/You read the audit of a part; how much happens elsewhere is not told/),
  ).toBeVisible()
  expect(screen.getByLabelText('Done by')).toBeVisible()
  expect(screen.queryByLabelText('Filter by person')).toBeNull()
})

test('who saw the cost of one project is asked by its name', async () => {
  const asked: URLSearchParams[] = []
  openPage('/governance/audit?ask=sights&resource=project&field=cost_minor', [
    http.get(api('/session'), () =>
      HttpResponse.json(session({ permissions: ['access.read_audit'] })),
    ),
    http.get(api('/audit/readable'), () =>
      HttpResponse.json({ items: [{ resource: 'project', fields: ['cost_minor'] }] }),
    ),
    http.get(api('/audit/state'), () =>
      HttpResponse.json({ is_whole: true, block, n_waiting: 0, verified_at: null, alarms: [] }),
    ),
    http.get(api('/privacy/somebody'), () => HttpResponse.json({ items: [] })),
    http.get(api('/find'), () =>
      HttpResponse.json({
        projects: [{ id: 'p1', key: 'PRJ-2026-0001', name: 'Tower' }],
        people: [],
        tasks: [],
      }),
    ),
    http.get(api('/audit/sights'), ({ request }) => {
      asked.push(new URL(request.url).searchParams)
      return HttpResponse.json({ items: [], is_complete: true })
    }),
  ])

  await userEvent.type(await screen.findByLabelText('Of which one'), 'Tow')
  await userEvent.click(await screen.findByTitle('PRJ-2026-0001 Tower'))

  await waitFor(() => expect(asked.at(-1)?.get('row_id')).toBe('p1'))
  expect(asked.at(-1)?.get('resource')).toBe('project')
  expect(asked.at(-1)?.get('field')).toBe('cost_minor')
})
