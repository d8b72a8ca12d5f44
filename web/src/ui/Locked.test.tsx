import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { App } from 'antd'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { api, server } from '@/testing'
import { Locked } from './Locked'

const masked = {
  id: 'p1',
  email: '•••@example.com',
  _masked: ['email'],
  _on_request: ['email'],
  _classes: { email: 2 },
}
const locked = {
  id: 'p1',
  cost: null,
  _locked: ['cost'],
  _on_request: ['cost'],
  _classes: { cost: 2 },
}

/** Renders the field of a row, and notes what is asked of the server. */
function open(of: object, field: string, answer: () => Response, kind: string | undefined) {
  const asked: unknown[] = []
  server.use(
    http.get(api('/fields'), () => HttpResponse.json({ names: {}, schemes: {}, resources: [] })),
    http.post(api('/values/:kind/:id'), async ({ request, params }) => {
      asked.push([params.kind, params.id, await request.json()])
      return answer()
    }),
  )
  const view = render(
    <QueryClientProvider client={new QueryClient()}>
      <App>
        <Locked of={of} field={field} kind={kind} read={(value) => `read ${value}`}>
          plain
        </Locked>
      </App>
    </QueryClientProvider>,
  )
  return { asked, ...view }
}
const told = () => HttpResponse.json({ value: 'wang.wu@example.com', classification: 2 })

test('a click asks for the one value and shows it; another hides it', async () => {
  const { asked } = open(masked, 'email', told, 'person')
  expect(screen.getByText('•••@example.com')).toBeVisible()

  await userEvent.click(screen.getByRole('button', { name: 'Show' }))
  expect(await screen.findByText('read wang.wu@example.com')).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Hide' }))

  expect(screen.queryByText(/wang\.wu/)).toBeNull()
  expect(screen.getByText('•••@example.com')).toBeVisible()
  expect(asked).toEqual([['person', 'p1', { field: 'email' }]])
})

test('the keyboard shows it as well', async () => {
  open(locked, 'cost', () => HttpResponse.json({ value: 5, classification: 2 }), 'project')
  await userEvent.tab()
  await userEvent.keyboard('{Enter}')

  expect(await screen.findByText('read 5')).toBeVisible()
})

test('who leaves the page no longer sees it', async () => {
  open(masked, 'email', told, 'person')
  await userEvent.click(screen.getByRole('button', { name: 'Show' }))
  await screen.findByText('read wang.wu@example.com')

  Object.defineProperty(document, 'hidden', { value: true, configurable: true })
  act(() => void document.dispatchEvent(new Event('visibilitychange')))
  Object.defineProperty(document, 'hidden', { value: false, configurable: true })

  expect(screen.queryByText(/wang\.wu/)).toBeNull()
})

test('another row of the same place does not inherit what was shown', async () => {
  const { rerender } = open(masked, 'email', told, 'person')
  await userEvent.click(screen.getByRole('button', { name: 'Show' }))
  await screen.findByText('read wang.wu@example.com')
  rerender(
    <QueryClientProvider client={new QueryClient()}>
      <App>
        <Locked of={{ ...masked, id: 'p2' }} field="email" kind="person">
          plain
        </Locked>
      </App>
    </QueryClientProvider>,
  )

  expect(screen.queryByText(/wang\.wu/)).toBeNull()
})

test('a refusal is explained and shows nothing', async () => {
  const refused = { code: 'access.unknown_field', field: 'email' }
  open(masked, 'email', () => HttpResponse.json(refused, { status: 400 }), 'person')
  await userEvent.click(screen.getByRole('button', { name: 'Show' }))

  expect(await screen.findByText('•••@example.com')).toBeVisible()
  expect(await screen.findByRole('button', { name: 'Show' })).toBeVisible()
})

test('what nothing opens has no button', () => {
  open({ ...locked, _on_request: [] }, 'cost', told, 'project')

  expect(screen.queryByRole('button')).toBeNull()
})

test('what is not masked is shown as it is', () => {
  open({ id: 'p1' }, 'email', told, 'person')

  expect(screen.getByText('plain')).toBeVisible()
})

test('a reference that leads out of sight says so', () => {
  open({ id: 'p1', unit: null, _unseen: ['unit'] }, 'unit', told, 'project')

  expect(screen.getByText('Out of sight')).toHaveAttribute(
    'title',
    'It is there, and you may not see it',
  )
  expect(screen.queryByText('plain')).toBeNull()
})
