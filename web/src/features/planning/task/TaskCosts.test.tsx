import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test, vi } from 'vitest'
import { api, server } from '@/testing'
import { smallPlan } from '@/ui/gantt/model/samplePlan'
import { TaskCosts } from './TaskCosts'

const plan = smallPlan()
const a = plan.tasks[1]
const all = plan.tasks[0]
if (!a || !all) throw new Error('the sample has changed')

type Effect = 'none' | 'exists' | 'read' | 'write_once' | 'write'

function answer(effects: [Effect, Effect, Effect], values: (number | null)[], present = false) {
  const names = ['cost_minor', 'fixed_cost_minor', 'actual_cost_minor'] as const
  server.use(
    http.get(api('/fields'), () =>
      HttpResponse.json({ names: { en: ['Open', 'In', 'Guarded', 'Sealed'] }, resources: [] }),
    ),
    http.get(api('/projects/p/costs'), () =>
      HttpResponse.json({
        currency: 'CNY',
        fields: names.map((name, n) => ({ name, effect: effects[n], classification: 2 })),
        tasks: {
          columns: ['id', ...names],
          rows: [
            [a?.id, ...values],
            [all?.id, ...values],
          ],
        },
        present: { cost_minor: present ? [a?.id] : [] },
      }),
    ),
  )
}

function open(task = a, readOnly = false) {
  const save = vi.fn(() => true)
  if (!task) throw new Error('no task')
  render(
    <QueryClientProvider client={new QueryClient()}>
      <TaskCosts plan={plan} task={task} readOnly={readOnly} save={save} />
    </QueryClientProvider>,
  )
  return save
}

test('a cost that may not be read is a lock with its class, never zero and never blank', async () => {
  answer(['none', 'exists', 'none'], [null, null, null])
  open()

  expect(await screen.findAllByText(/Guarded/)).toHaveLength(3)
  expect(screen.queryByText('—')).toBeNull()
  expect(screen.queryByRole('textbox')).toBeNull()
})

test('that there is a value is told where the policy lets it', async () => {
  answer(['exists', 'none', 'none'], [null, null, null], true)
  open()

  expect(await screen.findByText(/Guarded · /)).toBeVisible()
})

test('a cost is typed where it may be written, and saved in hundredths', async () => {
  answer(['write', 'read', 'write_once'], [1_234_560, 5_000, 900])
  const save = open()

  const field = await screen.findByRole('textbox')
  expect(field).toHaveValue('12345.6')
  await userEvent.clear(field)
  await userEvent.type(field, '99.5{Enter}')

  await waitFor(() => expect(save).toHaveBeenCalledWith({ cost_minor: 9_950 }))
  expect(screen.getByText('50 CNY')).toBeVisible()
  expect(screen.getByText('9 CNY')).toBeVisible()
})

test('what is written once can be typed while it is empty', async () => {
  answer(['read', 'read', 'write_once'], [0, 0, 0])
  open()

  expect(await screen.findByRole('textbox', { name: 'Actual cost' })).toHaveValue('')
  expect(screen.getByText('Can be set once.')).toBeVisible()
})

test('nothing is typed on a summary or without the right to edit the plan', async () => {
  answer(['write', 'write', 'write'], [100, 100, 100])
  open(all)

  expect(await screen.findAllByText('1 CNY')).toHaveLength(3)
  expect(screen.queryByRole('textbox')).toBeNull()
})
