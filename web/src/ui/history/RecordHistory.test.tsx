import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import type { RecordKind } from '@/lib/history'
import { api, server } from '@/testing'
import { RecordHistory } from './RecordHistory'

const change = (name: string, before: unknown, after: unknown) => ({
  name,
  before,
  after,
  is_hidden: false,
})

/** The history of a record to which one thing happened. */
function open(kind: RecordKind, fields: object[]) {
  const event = { id: 'e1', kind: 'x', at: '2026-04-20T01:00:00Z', by: null, is_account: false }
  const authority = { code: 'spending', name: '付款', name_en: 'Spending' }
  server.use(
    http.get(api('/history/:kind/:id'), () =>
      HttpResponse.json({ items: [{ ...event, fields }], next_cursor: null }),
    ),
    http.get(api('/authorities'), () => HttpResponse.json({ authorities: [authority] })),
    http.get(api('/fields'), () => HttpResponse.json({ names: {}, schemes: {}, resources: [] })),
  )
  render(
    <QueryClientProvider client={new QueryClient()}>
      <RecordHistory kind={kind} id="r1" />
    </QueryClientProvider>,
  )
}

test('choices read as on the pages where they are made', async () => {
  open('body', [
    change('kind', null, 'change_board'),
    change('rule', 'two_thirds', 'unanimous'),
    change('quorum', 3, 4),
  ])
  expect(await screen.findByText(/— → Change control board/)).toBeInTheDocument()
  expect(screen.getByText(/Two thirds → Unanimous/)).toBeInTheDocument()
  expect(screen.getByText(/3 → 4/)).toBeInTheDocument()
})

test('a list reads one by one, and what has no words by its code', async () => {
  open('role', [change('permissions', [], ['projects.create', 'later.added'])])
  expect(await screen.findByText(/— → Create projects, later.added/)).toBeInTheDocument()
})

test('authorities, amounts and days read as everywhere else', async () => {
  open('holding', [
    change('authority', 'spending', null),
    change('limit', 5_000_000, null),
    change('currency', 'CNY', null),
    change('valid_to', '2026-05-01T00:00:00+08:00', null),
  ])
  expect(await screen.findByText(/Spending → —/)).toBeInTheDocument()
  expect(screen.getByText(/50,000 CNY → —/)).toBeInTheDocument()
  expect(screen.getByText(/2026-(04-30|05-01) \d\d:00 → —/)).toBeInTheDocument()
})
