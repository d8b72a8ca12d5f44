import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { App } from 'antd'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { recentPurposes } from '@/lib/purposes'
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
const purpose = 'Inviting to the review'

/** Presses the button and says what for. */
async function ask(said = `${purpose}{Enter}`) {
  await userEvent.click(screen.getByRole('button', { name: 'Show' }))
  await userEvent.type(await screen.findByRole('textbox', { name: 'Purpose' }), said)
}
const told = () => HttpResponse.json({ value: 'wang.wu@example.com', classification: 2 })

test('who says what for is shown the one value; another click hides it', async () => {
  const { asked } = open(masked, 'email', told, 'person')
  expect(screen.getByText('•••@example.com')).toBeVisible()

  await ask()
  expect(await screen.findByText('read wang.wu@example.com')).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Hide' }))

  expect(screen.queryByText(/wang\.wu/)).toBeNull()
  expect(screen.getByText('•••@example.com')).toBeVisible()
  expect(asked).toEqual([['person', 'p1', { field: 'email', purpose }]])
})

test('the keyboard shows it as well', async () => {
  open(locked, 'cost', () => HttpResponse.json({ value: 5, classification: 2 }), 'project')
  await userEvent.tab()
  await userEvent.keyboard('{Enter}')
  expect(await screen.findByRole('textbox', { name: 'Purpose' })).toHaveFocus()
  await userEvent.keyboard(`${purpose}{Enter}`)

  expect(await screen.findByText('read 5')).toBeVisible()
})

test('nothing is asked for without a purpose', async () => {
  const { asked } = open(masked, 'email', told, 'person')
  await ask('  {Enter}')

  const field = screen.getByRole('textbox', { name: 'Purpose' })
  await waitFor(() => expect(field).toHaveAttribute('aria-invalid', 'true'))
  await userEvent.keyboard('{Escape}')

  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(asked).toEqual([])
})

test('a purpose of before is one click away', async () => {
  localStorage.setItem('zhongshu.user', 'u7')
  const { asked } = open(masked, 'email', told, 'person')
  await ask('Payroll of May{Enter}')
  await userEvent.click(await screen.findByRole('button', { name: 'Hide' }))

  await userEvent.click(screen.getByRole('button', { name: 'Show' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Payroll of May' }))
  await userEvent.keyboard('{Enter}')

  expect(await screen.findByRole('button', { name: 'Hide' })).toBeVisible()
  expect(asked).toEqual(
    Array(2).fill(['person', 'p1', { field: 'email', purpose: 'Payroll of May' }]),
  )
  expect(JSON.stringify(localStorage)).not.toContain('Payroll')
  localStorage.setItem('zhongshu.user', 'u8')
  expect(recentPurposes()).toEqual([])
  localStorage.clear()
})

test('who leaves the page no longer sees it', async () => {
  open(masked, 'email', told, 'person')
  await ask()
  await screen.findByText('read wang.wu@example.com')

  Object.defineProperty(document, 'hidden', { value: true, configurable: true })
  act(() => void document.dispatchEvent(new Event('visibilitychange')))
  Object.defineProperty(document, 'hidden', { value: false, configurable: true })

  expect(screen.queryByText(/wang\.wu/)).toBeNull()
})

test('another row of the same place does not inherit what was shown', async () => {
  const { rerender } = open(masked, 'email', told, 'person')
  await ask()
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
  await ask()

  expect(await screen.findByRole('alert')).toBeInTheDocument()
  expect(screen.getByText('•••@example.com')).toBeInTheDocument()
  expect(screen.queryByText(/wang\.wu/)).toBeNull()
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
