import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { Suspense } from 'react'
import { expect, test } from 'vitest'
import { api, server } from '@/testing'
import { PeriodOf, RuleOf, TallyOf } from './Terms'

const closed = (...fields: string[]) => ({
  _locked: fields,
  _classes: Object.fromEntries(fields.map((field) => [field, 1])),
})

/** Renders what is told of terms, with the words of the product. */
async function shown(told: React.ReactNode) {
  server.use(
    http.get(api('/fields'), () => HttpResponse.json({ names: {}, schemes: {}, resources: [] })),
    http.get(api('/authorities'), () => HttpResponse.json({ authorities: [] })),
  )
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Suspense>
        <p data-testid="told">{told}</p>
      </Suspense>
    </QueryClientProvider>,
  )
  return (await screen.findByTestId('told')).textContent
}

test('a closed tally is one lock with its class, and no number', async () => {
  const of = { n_for: null, n_against: 4, n_abstained: 5, ...closed('n_for') }
  expect(await shown(<TallyOf of={of} />)).toBe(' Internal')
})

test('a tally that may be read is told', async () => {
  expect(await shown(<TallyOf of={{ n_for: 3, n_against: 4, n_abstained: 5 }} />)).toMatch(
    /3.*4.*5/,
  )
})

test('a closed end stands as a lock beside the day that may be read', async () => {
  const of = { valid_from: '2026-03-02T00:00:00Z', valid_to: null, ...closed('valid_to') }
  expect(await shown(<PeriodOf of={of} />)).toMatch(/2026.*→ +Internal$/)
})

test('a period that is closed at both ends is one lock', async () => {
  const of = { valid_from: null, valid_to: null, ...closed('valid_from', 'valid_to') }
  expect(await shown(<PeriodOf of={of} />)).toBe(' Internal')
})

test('a rule without its quorum is a lock', async () => {
  const of = { rule: 'unanimous', quorum: null, ...closed('quorum') }
  expect(await shown(<RuleOf of={of} />)).toBe(' Internal')
})
