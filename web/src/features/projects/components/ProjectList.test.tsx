import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { api, list, openPage, server, session } from '@/testing'

const signedIn = (change?: object) =>
  http.get(api('/session'), () => HttpResponse.json(session(change)))

test('an empty company is offered the import of a plan', async () => {
  server.use(
    signedIn(),
    http.get(api('/projects'), () => HttpResponse.json(list([]))),
  )

  openPage('/projects')

  expect(await screen.findByText('No projects yet')).toBeVisible()
  expect(screen.getAllByRole('button', { name: 'Import a plan' })).not.toHaveLength(0)
})

test('who may not create projects is not offered to', async () => {
  server.use(
    signedIn({ permissions: [] }),
    http.get(api('/projects'), () => HttpResponse.json(list([]))),
  )

  openPage('/projects')

  expect(await screen.findByText('No projects yet')).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Import a plan' })).toBeNull()
})

test('the filters of the address reach the server, and clearing them clears the address', async () => {
  const asked: string[][] = []
  server.use(
    signedIn(),
    http.get(api('/projects'), ({ request }) => {
      asked.push(new URL(request.url).searchParams.getAll('filter'))
      return HttpResponse.json(list([]))
    }),
  )
  const { router } = openPage('/projects?q=pump&health=red')

  await userEvent.click(await screen.findByRole('button', { name: 'Clear the filter' }))

  expect(asked[0]).toEqual(['name:contains:pump', 'health:eq:red'])
  expect(await screen.findByText('No projects yet')).toBeVisible()
  expect(router.state.location.search).toEqual({})
})

test('a server that fails is explained, and can be asked again', async () => {
  let isBroken = true
  server.use(
    signedIn(),
    http.get(api('/projects'), () =>
      isBroken
        ? HttpResponse.json({ code: 'internal', status: 500 }, { status: 500 })
        : HttpResponse.json(list([])),
    ),
  )
  openPage('/projects')
  expect(
    await screen.findByText(
      'The server failed; nothing was changed. Try again, and tell your administrator if it stays.',
    ),
  ).toBeVisible()

  isBroken = false
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))

  expect(await screen.findByText('No projects yet')).toBeVisible()
})
