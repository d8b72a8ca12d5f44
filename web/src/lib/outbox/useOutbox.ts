import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { acting } from '@/lib/acting'
import { sessionQuery, useSession } from '@/lib/session'
import { Outbox, type OutboxState } from './outbox'

let opened: Outbox | null = null

/** The outbox of a user in this tab; another user gets another one. */
export function outboxOf(user: string, renew?: () => Promise<unknown>): Outbox {
  if (opened?.user !== user) opened = new Outbox(user, renew)
  return opened
}

/** The changes of the viewer that are on their way. */
export function useOutbox(): Outbox {
  const { user } = useSession()
  const queryClient = useQueryClient()
  // What was changed in the place of another is sent in that place only.
  const place = acting()?.delegationId
  return outboxOf(place ? `${user?.id} ${place}` : (user?.id ?? ''), () =>
    queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 }),
  )
}

export function useOutboxState(): OutboxState {
  const outbox = useOutbox()
  return useSyncExternalStore(outbox.subscribe, outbox.state)
}

/** Sends what waits as long as the frame of the pages is open. */
export function useSending() {
  const outbox = useOutbox()
  useEffect(() => outbox.start(), [outbox])
}
