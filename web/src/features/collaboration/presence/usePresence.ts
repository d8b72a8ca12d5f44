import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { newId } from '@/lib/newId'
import { useSession } from '@/lib/session'
import { endPresence, hearPresence, type Place, presenceQuery, showPresence } from './presence'

const HEARTBEAT_MS = 5000
/** So long a move is waited for before it is told: whoever walks through rows says it once. */
const SETTLE_MS = 150

/**
 * Shows that this tab has a page of a scope open as long as it can be seen, and tells who else has.
 * `move` says what the viewer is at; it may be called often.
 */
export function usePresence(scopeId: string, page: string) {
  const queryClient = useQueryClient()
  const { user } = useSession()
  const { data } = useQuery(presenceQuery(scopeId))
  const place = useRef<Place>({ page, subject_id: null, field: '' })
  const tell = useRef<() => void>(() => undefined)

  useEffect(() => {
    const tab = newId()
    let timer: ReturnType<typeof setTimeout> | undefined
    let isShown = false
    place.current = { page, subject_id: null, field: '' }
    const beat = () => {
      clearTimeout(timer)
      if (document.hidden) return
      timer = setTimeout(beat, HEARTBEAT_MS)
      isShown = true
      // Who cannot be heard of is not shown as if they were there.
      showPresence(queryClient, tab, scopeId, place.current).catch(() =>
        hearPresence(queryClient, { scope_id: scopeId, items: [] }),
      )
    }
    const leave = () => {
      clearTimeout(timer)
      if (isShown) endPresence(tab)
      isShown = false
    }
    const onVisible = () => (document.hidden ? leave() : beat())
    tell.current = () => {
      clearTimeout(timer)
      timer = setTimeout(beat, SETTLE_MS)
    }
    tell.current()
    document.addEventListener('visibilitychange', onVisible)
    globalThis.addEventListener('pagehide', leave)
    return () => {
      tell.current = () => undefined
      document.removeEventListener('visibilitychange', onVisible)
      globalThis.removeEventListener('pagehide', leave)
      leave()
    }
  }, [queryClient, scopeId, page])

  const move = useCallback((subject_id: string | null, field: string) => {
    const { current } = place
    if (current.subject_id === subject_id && current.field === field) return
    place.current = { ...current, subject_id, field }
    tell.current()
  }, [])
  const others = useMemo(
    () => data.filter((one) => one.user.id !== user?.id && one.page === page),
    [data, user?.id, page],
  )
  return { others, move }
}
