import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { client, onProofNeeded, rememberCsrfToken } from '@/api/client'
import { api, openPage, server, session } from '@/testing'
import { deviceOf } from './device'

const waiting = session({ user: null, step: 'second_factor', factors: ['totp', 'recovery_code'] })

test('a password is followed by the code of the app, then by the page asked for', async () => {
  server.use(
    http.get(api('/session'), () => HttpResponse.json(session({ user: null }))),
    http.post(api('/session'), () => HttpResponse.json(waiting)),
    http.post(api('/session/second-factor'), async ({ request }) => {
      expect(await request.json()).toEqual({ code: '123456' })
      return HttpResponse.json(session())
    }),
  )
  const { router } = openPage('/sign-in?to=%2Fpreferences')
  await userEvent.type(await screen.findByLabelText('User name'), 'li')
  await userEvent.type(screen.getByLabelText('Password'), 'right')
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))

  await userEvent.type(await screen.findByLabelText('Code'), '123456')
  await userEvent.click(screen.getByRole('button', { name: 'Continue' }))

  expect(await screen.findByRole('heading', { name: 'Preferences', level: 1 })).toBeVisible()
  expect(router.state.location.pathname).toBe('/preferences')
})

test('a foreign address is not gone to', async () => {
  server.use(
    http.get(api('/session'), () => HttpResponse.json(session({ user: null }))),
    http.post(api('/session'), () => HttpResponse.json(session())),
  )
  const { router } = openPage('/sign-in?to=%2F%2Fevil.example%2F')

  await screen.findByLabelText('User name')

  expect(router.state.location.search).toEqual({})
})

test('a write that needs a proof is sent again once it was given, under the same key', async () => {
  const keys: (string | null)[] = []
  let isProved = false
  server.use(
    http.post(api('/tokens'), ({ request }) => {
      keys.push(request.headers.get('Idempotency-Key'))
      if (isProved) return HttpResponse.json({ secret: 's' }, { status: 201 })
      return HttpResponse.json({ code: 'access.proof_needed', status: 403 }, { status: 403 })
    }),
  )
  const stop = onProofNeeded(async () => {
    isProved = true
    rememberCsrfToken('new')
    return true
  })

  const body = { name: 'x', expires_at: '2027-01-01T00:00:00Z', is_read_only: false }
  const { response } = await client.POST('/api/v1/tokens', { body })
  stop()

  expect(response.status).toBe(201)
  expect(keys).toHaveLength(2)
  expect(keys[0]).toBe(keys[1])
})

test('without a proof the refusal stands', async () => {
  server.use(
    http.delete(api('/tokens/:id'), () =>
      HttpResponse.json({ code: 'access.proof_needed', status: 403 }, { status: 403 }),
    ),
  )
  const stop = onProofNeeded(async () => false)

  const params = { path: { token_id: '1' } }
  const { response } = await client.DELETE('/api/v1/tokens/{token_id}', { params })
  stop()

  expect(response.status).toBe(403)
})

test.each([
  ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/140 Safari/537 Edg/140', 'Edge · Windows'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 19) AppleWebKit Version/19 Safari/604', 'Safari · iOS'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140) Gecko Firefox/140', 'Firefox · Linux'],
  ['curl/8', undefined],
])('%s is %s', (userAgent, device) => {
  expect(deviceOf(userAgent)).toBe(device)
})
