import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { onDiscussionChanged } from '@/features/collaboration/discussion/queries'
import { onNotified } from '@/features/collaboration/notifications/queries'
import { hearPresence } from '@/features/collaboration/presence/presence'
import { onPlanChanged, refreshMissed } from '@/features/planning/live'
import { refreshWork } from '@/features/work/queries'
import { useOutbox } from '@/lib/outbox/useOutbox'
import { refreshLowerings } from '@/ui/lowering/queries'
import { forgetWhatWasSeen, watchRights } from './rights'

/** What `EventSource.OPEN` is. */
const OPEN = 1

/** Between two streams anything may have happened: what is open is compared with the server. */
function catchUp(queryClient: QueryClient) {
  void queryClient.invalidateQueries({ queryKey: ['projects'] })
  void refreshMissed(queryClient)
}

/** Keeps open pages current when somebody else changes something, and tells who is there. */
export function useLiveRefresh() {
  const queryClient = useQueryClient()
  const outbox = useOutbox()

  useEffect(() => {
    const stream =
      typeof EventSource === 'undefined' ? null : new EventSource('/api/v1/events/stream')
    const rights = watchRights(
      async () => {
        await forgetWhatWasSeen(queryClient)
        outbox.resume()
      },
      () => stream?.readyState === OPEN,
    )
    if (!stream) return rights.stop
    let hasOpened = false
    stream.addEventListener('open', () => {
      if (hasOpened) {
        catchUp(queryClient)
        outbox.resume()
      }
      hasOpened = true
    })
    stream.addEventListener('plan_changed', (event) => {
      const { project_id, plan_version } = JSON.parse(event.data)
      void onPlanChanged(queryClient, project_id, plan_version)
      void refreshWork(queryClient)
    })
    stream.addEventListener('presence', (event) =>
      hearPresence(queryClient, JSON.parse(event.data)),
    )
    stream.addEventListener('discussion_changed', (event) => {
      const { kind, subject_id } = JSON.parse(event.data)
      void onDiscussionChanged(queryClient, kind, subject_id)
    })
    stream.addEventListener('notified', () => {
      void onNotified(queryClient)
      void refreshLowerings(queryClient)
    })
    stream.addEventListener('rights_changed', rights.changed)
    return () => {
      rights.stop()
      stream.close()
    }
  }, [queryClient, outbox])
}
