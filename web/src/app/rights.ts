import type { Query, QueryClient } from '@tanstack/react-query'
import { Refusal } from '@/api/client'
import { sessionQuery } from '@/lib/session'

/** All who listen hear at once; asked at once, the server would answer nobody in time. */
const SPREAD_MS = 5_000
/** Who looks at nothing can wait; shown again, a page asks at once. */
const SPREAD_HIDDEN_MS = 30_000
/** Without news, a page asks by itself. */
const ASKED_MS = 40_000
/** An edit that is on its way is waited for, but not for the network to come back. */
const EDIT_MS = 5_000
const SETTLE_MS = 100

const isOther = ({ queryKey }: Query) => queryKey[0] !== sessionQuery.queryKey[0]
/** What is refused by now, and was shown before. */
const isGone = ({ state: { data, error } }: Query) =>
  data !== undefined && error instanceof Refusal && (error.status === 403 || error.status === 404)

/**
 * Rights may have changed: all that was fetched is fetched anew or forgotten.
 *
 * Where the server does not answer, or the session is over, nothing is known: all stays as it is.
 */
export async function forgetWhatWasSeen(queryClient: QueryClient) {
  const session = await queryClient
    .fetchQuery({ ...sessionQuery, retry: false, staleTime: 0 })
    .catch(() => null)
  if (!session?.user) return
  for (let waited = 0; queryClient.isMutating() > 0 && waited < EDIT_MS; waited += SETTLE_MS) {
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
  }
  queryClient.removeQueries({ type: 'inactive', fetchStatus: 'idle', predicate: isOther })
  await queryClient.invalidateQueries({ predicate: isOther })
  await queryClient.resetQueries({ predicate: isGone })
}

/** Forgets after a while, once for all that is heard until then; `isHeard` tells whether news come. */
export function watchRights(forget: () => Promise<unknown>, isHeard: () => boolean) {
  let timer: ReturnType<typeof setTimeout> | undefined
  const now = () => {
    clearTimeout(timer)
    timer = undefined
    void forget()
  }
  const onShown = () => {
    if (!document.hidden && (timer !== undefined || !isHeard())) now()
  }
  const asking = setInterval(() => {
    if (!isHeard()) now()
  }, ASKED_MS)
  document.addEventListener('visibilitychange', onShown)
  return {
    changed: () => {
      timer ??= setTimeout(now, Math.random() * (document.hidden ? SPREAD_HIDDEN_MS : SPREAD_MS))
    },
    stop: () => {
      clearTimeout(timer)
      clearInterval(asking)
      document.removeEventListener('visibilitychange', onShown)
    },
  }
}
