import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { App } from 'antd'
import { HttpResponse, http } from 'msw'
import { Suspense } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { Refusal } from '@/api/client'
import { stopAsking } from '@/lib/lowering'
import { api, list, server, session } from '@/testing'
import { ClassChoice, type SaveClass } from '../RecordClass'
import { LoweringHost } from './LoweringHost'
import type { Lowering } from './queries'

const RECORD = { kind: 'unit', id: 'u', name: 'Plant' } as const
const WANG = { id: 'u2', name: 'Wang Wei' }
const byTwo = () => new Refusal(403, { code: 'access.lowered_by_two' })

const waiting = (change: Partial<Lowering> = {}): Lowering => ({
  id: 'l1',
  version: 1,
  record_kind: 'unit',
  record_id: 'u',
  record: null,
  scope: { id: 's', name: 'Plant' },
  was: 2,
  classification: 1,
  label: 2,
  reason: 'The buyer is known',
  state: 'waiting',
  is_own: false,
  asked_by: WANG,
  asked_at: '2026-04-20T08:00:00Z',
  decided_by: null,
  decided_at: null,
  ...change,
})

type World = { may?: boolean; mayLower?: boolean; onSave?: SaveClass; waits?: Lowering[] }

function open({ may = true, mayLower = false, onSave = vi.fn(), waits = [] }: World = {}) {
  const sent: unknown[] = []
  const note =
    (what: string) =>
    async ({ request }: { request: Request }) => {
      const body = await request.text()
      sent.push(body ? [what, JSON.parse(body)] : [what])
      return HttpResponse.json(waiting())
    }
  server.use(
    http.get(api('/session'), () => HttpResponse.json(session())),
    http.get(api('/fields'), () => HttpResponse.json({ names: {}, schemes: {}, resources: [] })),
    http.get(api('/lowerings'), () => HttpResponse.json(list(waits))),
    http.post(api('/lowerings'), note('ask')),
    http.post(api('/lowerings/l1/confirmation'), note('confirm')),
    http.post(api('/lowerings/l1/refusal'), note('decline')),
    http.delete(api('/lowerings/l1'), note('withdraw')),
  )
  render(
    <QueryClientProvider client={new QueryClient()}>
      <App>
        <Suspense>
          <ClassChoice
            label="Class"
            record={RECORD}
            level={2}
            may={may}
            mayLower={mayLower}
            onSave={onSave}
          />
          <LoweringHost />
        </Suspense>
      </App>
    </QueryClientProvider>,
  )
  return { sent, onSave }
}

async function choose(name: string) {
  await userEvent.click(await screen.findByRole('button', { name: /^Class / }))
  await userEvent.click(await screen.findByTitle(name))
}

async function sayWhy() {
  await userEvent.type(await screen.findByLabelText('Reason'), 'The buyer is known')
  await userEvent.click(screen.getByRole('button', { name: 'Ask another person' }))
}

afterEach(() => stopAsking())

test('who sees the record asks another person for a lower class, with a reason', async () => {
  const { sent, onSave } = open({ may: false })

  await choose('Internal')
  await userEvent.click(await screen.findByRole('button', { name: 'Ask another person' }))
  await waitFor(() => expect(screen.getByLabelText('Reason')).toBeInvalid())
  expect(sent).toEqual([])
  await sayWhy()

  const body = { record_kind: 'unit', record_id: 'u', classification: 1 }
  await waitFor(() => expect(sent).toEqual([['ask', { ...body, reason: 'The buyer is known' }]]))
  expect(onSave).not.toHaveBeenCalled()
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})

test('who only sees the record raises nothing', async () => {
  open({ may: false })

  await userEvent.click(await screen.findByRole('button', { name: /^Class / }))
  const [highest] = await screen.findAllByTitle('Highly sensitive')
  expect(highest).toHaveClass('ant-select-item-option-disabled')
})

test('who may lower it does so at once where nothing is refused', async () => {
  const onSave = vi.fn()
  open({ mayLower: true, onSave })

  await choose('Public')

  expect(onSave).toHaveBeenCalledWith(0, expect.any(Function))
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('where it takes two the refusal becomes a request', async () => {
  const met: boolean[] = []
  const { sent } = open({ mayLower: true, onSave: (_, answer) => met.push(answer(byTwo())) })

  await choose('Public')
  await sayWhy()

  expect(met).toEqual([true])
  await waitFor(() => expect(sent).toHaveLength(1))
})

test('another refusal is left to be explained, and raising never asks', async () => {
  const met: boolean[] = []
  open({ mayLower: true, onSave: (_, answer) => met.push(answer(new Refusal(412, undefined))) })
  await choose('Public')

  expect(met).toEqual([false])
  expect(screen.queryByRole('dialog')).toBeNull()
})

test.each(['Confirm', 'Decline'])(
  'a request of another waits beside the class: %s',
  async (act) => {
    const { sent } = open({ waits: [waiting()] })

    expect(await screen.findByText(/To be lowered to Internal/)).toBeVisible()
    expect(screen.getByText(/Wang Wei/)).toHaveTextContent('The buyer is known')
    await userEvent.click(screen.getByRole('button', { name: `${act}: Plant lowered to Internal` }))

    await waitFor(() => expect(sent).toEqual([[act.toLowerCase()]]))
  },
)

test('who asked takes it back and confirms nothing', async () => {
  const { sent } = open({ waits: [waiting({ is_own: true })] })

  await userEvent.click(await screen.findByRole('button', { name: /^Withdraw/ }))

  expect(screen.queryByRole('button', { name: /^Confirm/ })).toBeNull()
  await waitFor(() => expect(sent).toEqual([['withdraw']]))
})

test('what is closed of a request is a lock', async () => {
  const closed = { _locked: ['asked_by', 'reason'], _classes: { asked_by: 1, reason: 3 } }
  open({ waits: [waiting({ asked_by: null, reason: null, ...closed })] })

  expect(await screen.findByText('Highly sensitive')).toBeVisible()
  expect(screen.queryByText(/Wang Wei/)).toBeNull()
})
