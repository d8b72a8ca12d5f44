import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { api, list, openPage, server, session } from '@/testing'

const logins = [{ username: 'li', password: 'secret', role: 'project_manager', name: 'Li Jing' }]
const signedOut = session({ user: null, demo: { logins } })

test('one click on a demo login signs in and goes where the visitor was heading', async () => {
  server.use(
    http.get(api('/session'), () => HttpResponse.json(signedOut)),
    http.post(api('/session'), async ({ request }) => {
      expect(await request.json()).toMatchObject({ username: 'li', password: 'secret' })
      return HttpResponse.json(session())
    }),
    http.get(api('/people'), () => HttpResponse.json(list([]))),
  )
  const { router } = openPage('/governance/people')

  await userEvent.click(await screen.findByRole('button', { name: /Li Jing/ }))

  expect(await screen.findByRole('heading', { name: 'People', level: 1 })).toBeVisible()
  expect(router.state.location.pathname).toBe('/governance/people')
})

test('a wrong password is refused in words', async () => {
  server.use(
    http.get(api('/session'), () => HttpResponse.json(signedOut)),
    http.post(api('/session'), () =>
      HttpResponse.json({ code: 'access.sign_in_failed', status: 401 }, { status: 401 }),
    ),
  )
  openPage('/sign-in')

  await userEvent.type(await screen.findByLabelText('User name'), 'li')
  await userEvent.type(screen.getByLabelText('Password'), 'guess')
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))

  expect(await screen.findByText('User name or password is wrong.')).toBeVisible()
})
