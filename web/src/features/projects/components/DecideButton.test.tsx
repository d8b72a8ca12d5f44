import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { App } from 'antd'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { sessionQuery } from '@/lib/session'
import { api, server, session } from '@/testing'
import type { Project } from '../queries'
import { isDecision } from '../states'
import { DecideButton } from './DecideButton'

const project = { id: 'p', key: 'PRJ-1', name: 'Servo', state: 'active', version: 4 } as Project

function open(permissions: string[]) {
  const queryClient = new QueryClient()
  queryClient.setQueryData(sessionQuery.queryKey, session({ permissions }) as never)
  render(
    <QueryClientProvider client={queryClient}>
      <App>
        <DecideButton project={project} />
      </App>
    </QueryClientProvider>,
  )
}

test.each([
  ['active', 'on_hold', true],
  ['on_hold', 'active', true],
  ['proposed', 'planned', true],
  ['planned', 'active', false],
  ['active', 'closed', false],
])('from %s to %s is a decision: %s', (before, after, is) => {
  expect(isDecision(before, after)).toBe(is)
})

test('who neither edits nor decides is offered nothing', () => {
  open(['projects.view'])

  expect(screen.queryByRole('button')).toBeNull()
})

test('a decision is sent with its reason, on the version that was seen', async () => {
  const sent: [unknown, string | null][] = []
  server.use(
    http.post(api('/projects/p/decision'), async ({ request }) => {
      sent.push([await request.json(), request.headers.get('If-Match')])
      return HttpResponse.json({ ...project, state: 'on_hold', version: 5 })
    }),
  )
  open(['projects.edit', 'access.view_authorities'])

  await userEvent.click(screen.getByRole('button', { name: 'Halt or end…' }))
  await userEvent.click(await screen.findByLabelText('Shall stand'))
  await userEvent.click(await screen.findByTitle('On hold'))
  await userEvent.type(screen.getByLabelText('Why'), 'No budget')
  await userEvent.click(screen.getByRole('button', { name: 'Decide' }))

  await waitFor(() => expect(sent).toEqual([[{ state: 'on_hold', reason: 'No budget' }, '"4"']]))
})
