import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { api, openPage, session } from '@/testing'

const person = {
  id: 'p1',
  kind: 'person',
  name: 'Li Na',
  account_id: null,
  person_id: 'p1',
  is_erased: false,
}
const preview = {
  somebody: person,
  label: 'Former member #1F3C9A',
  is_erased: false,
  blocked_by: [],
  effects: [
    {
      table: 'organisation.person',
      n_rows: 1,
      n_naming: 0,
      effect: 'blanked',
      retention: 'employment',
      basis: 'contract: employment',
    },
  ],
  texts: [],
  n_events: 7,
  n_events_in_clear: 0,
}

const open = (blocked_by: object[] = [], sent: object[] = []) =>
  openPage('/governance/privacy?somebody=p1', [
    http.get(api('/session'), () =>
      HttpResponse.json(session({ permissions: ['access.erase', 'access.hold'] })),
    ),
    http.get(api('/privacy/somebody'), () => HttpResponse.json({ items: [person] })),
    http.get(api('/privacy/somebody/p1/erasure'), () =>
      HttpResponse.json({ ...preview, blocked_by }),
    ),
    http.post(api('/privacy/somebody/p1/erasure'), async ({ request }) => {
      sent.push((await request.json()) as object)
      return HttpResponse.json({ label: 'x', deleted: 1, blanked: 1, emptied: 0, replaced: 0 })
    }),
  ])

test('the preview says what an erasure does', async () => {
  open()

  expect(await screen.findByText('Blanked')).toBeVisible()
  expect(screen.getByText(/7 events of the audit trail/)).toBeVisible()
  expect(screen.getByRole('button', { name: 'Erase' })).toBeEnabled()
})

test('what must be settled first keeps the button shut', async () => {
  open([{ code: 'leads_unit', items: [{ id: 'u1', name: 'Planning' }], is_kept_back: false }])

  expect(await screen.findByText(/Leads a unit: Planning/)).toBeVisible()
  expect(screen.getByRole('button', { name: 'Erase' })).toBeDisabled()
})

test('what may not be read is said to be there, and whom to ask', async () => {
  open([{ code: 'leads_unit', items: [], is_kept_back: true }])

  expect(await screen.findByText(/Leads a unit: .*ask whoever manages the org/)).toBeVisible()
})

test('an erasure needs a reason', async () => {
  const sent: object[] = []
  open([], sent)
  const user = userEvent.setup()
  await user.click(await screen.findByRole('button', { name: 'Erase' }))
  await user.type(await screen.findByLabelText('Reason'), 'asked for')
  const buttons = screen.getAllByRole('button', { name: 'Erase' })
  await user.click(buttons[buttons.length - 1] as HTMLElement)

  await expect
    .poll(() => sent)
    .toEqual([{ reason: 'asked for', with_contributions: false, replaces_in_texts: false }])
})

test('what is held of somebody is taken out for a purpose that is told', async () => {
  const asked: (string | null)[] = []
  const user = userEvent.setup()
  openPage('/governance/privacy?somebody=p1', [
    http.get(api('/session'), () =>
      HttpResponse.json(session({ permissions: ['access.export_personal'] })),
    ),
    http.get(api('/privacy/somebody'), () => HttpResponse.json({ items: [person] })),
    http.get(api('/privacy/somebody/p1/data'), ({ request }) => {
      asked.push(new URL(request.url).searchParams.get('purpose'))
      return HttpResponse.json({ code: 'not_found', status: 404 }, { status: 404 })
    }),
  ])

  await user.click(await screen.findByRole('button', { name: 'Export' }))
  const dialog = within(await screen.findByRole('dialog', { name: /^Export everything/ }))
  await user.click(dialog.getByRole('button', { name: 'Export' }))
  expect(asked).toEqual([])
  await user.type(dialog.getByLabelText('Purpose'), ' Asked for by letter ')
  await user.click(dialog.getByRole('button', { name: 'Export' }))

  await expect.poll(() => asked).toEqual(['Asked for by letter'])
})

test('a hold is placed over a unit that is chosen by name', async () => {
  const sent: object[] = []
  const user = userEvent.setup()
  openPage('/governance/privacy?tab=holds', [
    http.get(api('/session'), () => HttpResponse.json(session({ permissions: ['access.hold'] }))),
    http.get(api('/privacy/holds'), () => HttpResponse.json({ items: [] })),
    http.get(api('/privacy/somebody'), () => HttpResponse.json({ items: [person] })),
    http.get(api('/privacy/scopes'), ({ request }) => {
      const kind = new URL(request.url).searchParams.get('filter')
      const items = kind === 'kind:eq:unit' ? [{ id: 's1', label: 'Planning', kind: 'unit' }] : []
      return HttpResponse.json({ items, next_cursor: null, total: items.length })
    }),
    http.post(api('/privacy/holds'), async ({ request }) => {
      sent.push((await request.json()) as object)
      return HttpResponse.json({}, { status: 201 })
    }),
  ])
  await user.click(await screen.findByRole('button', { name: /New hold/ }))
  await user.click(await screen.findByText('Unit'))
  await user.click(await screen.findByRole('combobox', { name: 'Unit' }))
  await user.click(await screen.findByTitle('Planning'))
  await user.type(screen.getByLabelText('Reason'), 'Dispute')
  await user.type(screen.getByLabelText('From'), '2026-11-20{Enter}')
  await user.click(screen.getByRole('button', { name: 'Place' }))

  await expect
    .poll(() => sent)
    .toEqual([{ scope_id: 's1', reason: 'Dispute', since: '2026-11-20', until: null }])
})

test('who writes notices and nothing else finds the room, and begins with them', async () => {
  openPage('/governance/privacy', [
    http.get(api('/session'), () =>
      HttpResponse.json(session({ permissions: ['access.manage_notices'] })),
    ),
    http.get(api('/privacy/notices'), () =>
      HttpResponse.json({ items: [], purposes: [], may_publish: false, may_read_answers: false }),
    ),
  ])

  expect(await screen.findByText('No notice yet')).toBeVisible()
  expect(screen.getByRole('link', { name: 'Personal data' })).toHaveAttribute('data-active')
  expect(screen.getAllByRole('tab').map((tab) => tab.textContent)).toEqual(['Notices and consents'])
})

const answered = (id: string, given: object) => ({
  id,
  notice_id: 'n1',
  purpose: 'presence',
  notice_number: 2,
  notice_title: '在线状态',
  notice_title_en: 'Presence',
  account: { id: 'u1', name: 'Li Na' },
  answer: 'agreed',
  language: 'en',
  answered_at: '2026-04-02T01:00:00Z',
  ...given,
})

test('who reads what people answered and nothing else finds it, of one person as well', async () => {
  const asked: string[][] = []
  const user = userEvent.setup()
  openPage('/governance/privacy', [
    http.get(api('/session'), () =>
      HttpResponse.json(session({ permissions: ['access.read_consents'] })),
    ),
    http.get(api('/privacy/notice-answers'), ({ request }) => {
      asked.push(new URL(request.url).searchParams.getAll('filter'))
      const items = [answered('a2', { answer: 'withdrawn' }), answered('a1', {})]
      return HttpResponse.json({ items, next_cursor: null, total: 2 })
    }),
  ])

  const table = await screen.findByRole('table', { name: 'Ledger' })
  const cells = within(table).getAllByRole('row')
  expect(cells.map((row) => row.textContent).slice(1)).toEqual([
    expect.stringMatching(/^Li NaWithdrawnPresence · v2, English/),
    expect.stringMatching(/^Li NaAgreedPresence · v2, English/),
  ])
  expect(screen.getByRole('link', { name: 'Personal data' })).toHaveAttribute('data-active')
  expect(screen.getAllByRole('tab').map((tab) => tab.textContent)).toEqual(['Ledger of answers'])

  await user.click(within(table).getAllByRole('button', { name: 'Li Na' })[0] as HTMLElement)
  await user.click(await screen.findByRole('button', { name: 'Answers of everybody' }))

  await expect.poll(() => asked).toEqual([[], ['account:eq:u1'], []])
})

test('who looks after nothing here is told so', async () => {
  openPage('/governance/privacy?tab=register', [
    http.get(api('/session'), () => HttpResponse.json(session({ permissions: [] }))),
  ])

  expect(await screen.findByText('You do not look after personal data')).toBeVisible()
})
