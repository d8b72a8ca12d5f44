import { useCallback, useSyncExternalStore } from 'react'

/** Whether the screen answers to a media query, and again when that changes. */
export function useMatches(query: string): boolean {
  const listen = useCallback(
    (changed: () => void) => {
      const media = globalThis.matchMedia(query)
      media.addEventListener('change', changed)
      return () => media.removeEventListener('change', changed)
    },
    [query],
  )
  return useSyncExternalStore(listen, () => globalThis.matchMedia(query).matches)
}
