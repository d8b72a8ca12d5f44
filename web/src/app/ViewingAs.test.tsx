import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { Suspense } from 'react'
import { expect, test } from 'vitest'
import { api, server, session } from '@/testing'
import { ViewingAs } from './ViewingAs'

function open(viewing_as: object | null) {
  server.use(http.get(api('/session'), () => HttpResponse.json(session({ viewing_as }))))
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Suspense fallback={null}>
        <ViewingAs />
      </Suspense>
    </QueryClientProvider>,
  )
}

test('whoever looks as somebody else is told so on every page, and ends it there', async () => {
  const ended: string[] = []
  server.use(
    http.delete(api('/view-as'), ({ request }) => {
      ended.push(request.method)
      return new HttpResponse(null, { status: 204 })
    }),
  )
  open({ id: 'u9', name: 'Boss', until: '2026-04-20T09:30:00Z' })

  expect(await screen.findByRole('status')).toHaveTextContent('Li Jing')
  await userEvent.click(screen.getByRole('button'))

  await waitFor(() => expect(ended).toEqual(['DELETE']))
})

test('whoever looks as themselves is told nothing', async () => {
  open(null)

  await waitFor(() => expect(screen.queryByRole('status')).toBeNull())
})
