import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { api, list, openPage, session } from '@/testing'

const told = (id: string, change: object = {}) => ({
  id,
  version: 1,
  record_kind: 'project',
  record_id: 'p1',
  record: { name: 'Servo', subject_kind: 'project', address: { project_id: 'p1' } },
  scope: { id: 's', name: 'Servo' },
  was: 3,
  classification: 1,
  label: 3,
  reason: 'The buyer is known',
  state: 'waiting',
  is_own: false,
  asked_by: { id: 'u2', name: 'Wang Wei' },
  asked_at: '2026-04-20T08:00:00Z',
  decided_by: null,
  decided_at: null,
  ...change,
})

function open(address: string, items: object[]) {
  const filters: string[][] = []
  openPage(`/governance/authorities?tab=lowerings${address}`, [
    http.get(api('/session'), () =>
      HttpResponse.json(session({ permissions: ['organisation.view'] })),
    ),
    http.get(api('/lowerings'), ({ request }) => {
      filters.push(new URL(request.url).searchParams.getAll('filter'))
      return HttpResponse.json(list(items))
    }),
    http.get(api('/authorities'), () => HttpResponse.json({ authorities: [] })),
    http.get(api('/holdings'), () => HttpResponse.json(list([]))),
  ])
  return filters
}

const rowOf = async (text: string) => {
  const cell = await screen.findByText(text)
  return within(cell.closest('tr') as HTMLElement)
}

test('a request tells who asked, why, from what to what, and leads to the record', async () => {
  open('', [told('l1')])

  const row = await rowOf('The buyer is known')
  expect(row.getByText('Highly sensitive → Internal')).toBeVisible()
  expect(row.getByText('Wang Wei')).toBeVisible()
  expect(row.getByText('Waiting')).toBeVisible()
  expect(row.getByRole('link', { name: 'Servo' })).toHaveAttribute('href', '/projects/p1/overview')
  expect(row.getByRole('button', { name: 'Confirm: Servo lowered to Internal' })).toBeEnabled()
})

test.each([
  ['task', { project_id: 'p1', task_id: 't1' }, '/projects/p1/plan?panel=task&task=t1'],
  ['unit', { unit_id: 'n1' }, '/governance/units?unit=n1'],
  ['person', { person_id: 'n2' }, '/governance/people?person=n2'],
])('a %s opens where it stands', async (subject_kind, address, href) => {
  open('', [told('l1', { record: { name: 'Servo', subject_kind, address } })])

  expect(await screen.findByRole('link', { name: 'Servo' })).toHaveAttribute('href', href)
})

test('what is closed is a lock, and what was decided is decided no more', async () => {
  const record = { name: null, subject_kind: 'project', address: { project_id: 'p1' } }
  const closed = { _locked: ['reason', 'decided_by'], _classes: { reason: 2, decided_by: 1 } }
  open('', [told('l1', { record, reason: null, state: 'confirmed', ...closed })])

  const row = await rowOf('Highly sensitive → Internal')
  expect(row.getByText('Sensitive')).toBeVisible()
  expect(row.getByText('Internal')).toBeVisible()
  expect(row.getByRole('link')).toHaveTextContent('Locked')
  expect(row.queryByRole('button', { name: /^Confirm/ })).toBeNull()
})

test('a record that is no more is told as such', async () => {
  open('', [told('l1', { record: null, state: 'withdrawn' })])

  expect(await screen.findByText(/is no more/)).toBeVisible()
})

test('news leads to the one it is about, and from there to all', async () => {
  const filters = open('&lowering=l1', [told('l1')])

  await userEvent.click(await screen.findByRole('button', { name: 'All requests' }))

  await waitFor(() => expect(filters.at(-1)).toEqual([]))
  expect(filters[0]).toEqual(['id:eq:l1'])
})

test('the list is narrowed to a state', async () => {
  const filters = open('&state=waiting', [])

  expect(await screen.findByText('Nothing was asked to be lowered')).toBeVisible()
  expect(filters[0]).toEqual(['state:eq:waiting'])
})
