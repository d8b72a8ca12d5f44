import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Refusal, Unreachable } from '@/api/client'
import { forgetWhatWasSeen, watchRights } from './rights'

const asked = vi.hoisted(() => ({ session: async (): Promise<unknown> => null }))
vi.mock('@/lib/session', () => ({
  sessionQuery: { queryKey: ['session'], queryFn: () => asked.session() },
}))

const signedIn = async () => ({ user: { id: 'u1' } })

/** A page with one value on it, and another that was left. */
function open(answers: (() => unknown)[]) {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const queryFn = vi.fn(async () => answers.shift()?.())
  const shown = new QueryObserver(queryClient, {
    queryKey: ['planning', 'p1', 'plan'],
    queryFn,
    staleTime: Number.POSITIVE_INFINITY,
  })
  queryClient.setQueryData(['people', 'left'], { email: 'bo@example.com' })
  const close = shown.subscribe(() => undefined)
  return { queryClient, queryFn, shown, close }
}

test('what is shown is asked for anew, and what was left is forgotten', async () => {
  asked.session = signedIn
  const { queryClient, shown, close } = open([() => ({ cost: 5 }), () => ({ cost: null })])
  await vi.waitFor(() => expect(shown.getCurrentResult().data).toEqual({ cost: 5 }))

  await forgetWhatWasSeen(queryClient)

  expect(shown.getCurrentResult().data).toEqual({ cost: null })
  expect(queryClient.getQueryData(['people', 'left'])).toBeUndefined()
  close()
})

test('what is refused by now is not shown any more', async () => {
  asked.session = signedIn
  const refuse = () => {
    throw new Refusal(404, undefined)
  }
  const { queryClient, shown, close } = open([() => ({ cost: 5 }), refuse, refuse])
  await vi.waitFor(() => expect(shown.getCurrentResult().data).toEqual({ cost: 5 }))

  await forgetWhatWasSeen(queryClient)

  expect(shown.getCurrentResult().data).toBeUndefined()
  expect(shown.getCurrentResult().error).toBeInstanceOf(Refusal)
  close()
})

test('a page that the server does not answer keeps what it shows', async () => {
  asked.session = () => Promise.reject(new Unreachable())
  const { queryClient, queryFn, shown, close } = open([() => ({ cost: 5 })])
  await vi.waitFor(() => expect(shown.getCurrentResult().data).toEqual({ cost: 5 }))

  await forgetWhatWasSeen(queryClient)

  expect(shown.getCurrentResult().data).toEqual({ cost: 5 })
  expect(queryFn).toHaveBeenCalledOnce()
  close()
})

describe('when', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('pages ask once for all that they hear at once, within seconds and not all together', () => {
    const forget = vi.fn(async () => undefined)
    const pages = Array.from({ length: 50 }, () => watchRights(forget, () => true))
    for (const { changed } of [...pages, ...pages]) changed()

    vi.advanceTimersByTime(1000)
    expect(forget.mock.calls.length).toBeLessThan(30)
    vi.advanceTimersByTime(4000)
    expect(forget).toHaveBeenCalledTimes(50)
    for (const { stop } of pages) stop()
  })

  test('a page without news asks by itself before a minute is over, and one with news does not', () => {
    const forgets = [vi.fn(async () => undefined), vi.fn(async () => undefined)] as const
    const deaf = watchRights(forgets[0], () => false)
    const hearing = watchRights(forgets[1], () => true)

    vi.advanceTimersByTime(59_000)

    expect(forgets[0]).toHaveBeenCalledOnce()
    expect(forgets[1]).not.toHaveBeenCalled()
    deaf.stop()
    hearing.stop()
  })

  test('a page in the background waits longer, and asks at once when it is shown', () => {
    const forget = vi.fn(async () => undefined)
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
    vi.spyOn(Math, 'random').mockReturnValue(0.99)
    const { changed, stop } = watchRights(forget, () => true)
    changed()
    vi.advanceTimersByTime(10_000)
    expect(forget).not.toHaveBeenCalled()

    hidden.mockReturnValue(false)
    document.dispatchEvent(new Event('visibilitychange'))

    expect(forget).toHaveBeenCalledOnce()
    stop()
  })
})
