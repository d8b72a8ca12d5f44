import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { api, list, openPage, session } from '@/testing'

const scope = { id: 's1', name: 'Tower' }
const wang = { id: 'u2', name: 'Wang Wei' }
const body = {
  id: 'b1',
  version: 2,
  name: '变更委员会',
  name_en: 'Change board',
  kind: 'change_board',
  scope,
  scope_kind: 'project',
  quorum: 2,
  rule: 'unanimous',
  does_chair_break_ties: false,
  waiting: null,
  proposed_by: null,
  dissolved_at: null,
  n_members: 1,
  members: [{ id: 'm1', user: wang, role: 'member', is_confirmed: true, proposed_by: null }],
}
const told = (kind: string, field: object, more: object = {}) => ({
  items: [
    {
      id: 'e1',
      kind,
      at: '2026-04-20T08:00:00Z',
      by: 'Li Na',
      is_account: true,
      fields: [{ is_hidden: false, ...field }],
      ...more,
    },
  ],
  next_cursor: null,
})

const open = () =>
  openPage('/governance/authorities?tab=bodies&body=b1', [
    http.get(api('/session'), () =>
      HttpResponse.json(session({ permissions: ['access.view_authorities'] })),
    ),
    http.get(api('/authorities'), () => HttpResponse.json({ authorities: [] })),
    http.get(api('/fields'), () => HttpResponse.json({ names: {}, schemes: {}, resources: [] })),
    http.get(api('/bodies'), () => HttpResponse.json(list([body]))),
    http.get(api('/bodies/b1'), () => HttpResponse.json(body)),
    http.get(api('/history/body/b1'), () =>
      HttpResponse.json(told('access.body_updated', { name: 'quorum', before: 2, after: 3 })),
    ),
    http.get(api('/history/member/m1'), () =>
      HttpResponse.json(
        told(
          'access.seat_confirmed',
          { name: 'role', before: null, after: 'member' },
          { by: null, _locked: ['by'], _classes: { by: 1 } },
        ),
      ),
    ),
  ])

test('a body tells its history, and so does each seat in it', async () => {
  open()

  await userEvent.click(await screen.findByRole('button', { name: 'History of Change board' }))
  expect(await screen.findByText('2 → 3')).toBeVisible()
  expect(screen.getByText('Quorum', { selector: '.quiet' })).toBeVisible()
  expect(screen.getByText(/Li Na/)).toBeVisible()

  await userEvent.click(screen.getByRole('button', { name: 'History of Wang Wei' }))
  expect(await screen.findByText('Internal')).toBeVisible()
})
