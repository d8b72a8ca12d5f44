import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ACTING_HEADER } from './acting'
import { startedAnswer } from './started'

const ADDRESS = '/api/v1/me/work'
const request = (method = 'GET') => new Request(window.location.origin + ADDRESS, { method })
const start = (answer: Promise<Response>) => {
  window.zhongshuStart = { answers: new Map([[ADDRESS, answer]]), texts: [] }
}

beforeEach(() => {
  vi.spyOn(performance, 'now').mockReturnValue(500)
})

afterEach(() => {
  window.zhongshuStart = undefined
  vi.restoreAllMocks()
})

test('an answer that was asked for early is given once', async () => {
  start(Promise.resolve(new Response('early')))

  expect(await (await startedAnswer(request()))?.text()).toBe('early')
  expect(await startedAnswer(request())).toBeUndefined()
})

test('a refusal, a failure and a write are left to the request itself', async () => {
  start(Promise.resolve(new Response('', { status: 401 })))
  expect(await startedAnswer(request('DELETE'))).toBeUndefined()
  expect(await startedAnswer(request())).toBeUndefined()

  start(Promise.reject(new TypeError('no network')))
  expect(await startedAnswer(request())).toBeUndefined()
})

test('an answer that nobody took for long is not shown', async () => {
  start(Promise.resolve(new Response('old')))
  vi.spyOn(performance, 'now').mockReturnValue(10_001)

  expect(await startedAnswer(request())).toBeUndefined()
})

test('one who acts for another does not get the own answer', async () => {
  start(Promise.resolve(new Response('own')))
  const inTheirPlace = new Request(window.location.origin + ADDRESS, {
    headers: { [ACTING_HEADER]: 'a delegation' },
  })

  expect(await startedAnswer(inTheirPlace)).toBeUndefined()
})
