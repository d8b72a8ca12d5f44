import { useSyncExternalStore } from 'react'

const query = () => globalThis.matchMedia('(max-width: 767px)')

const listen = (changed: () => void) => {
  const media = query()
  media.addEventListener('change', changed)
  return () => media.removeEventListener('change', changed)
}

/** Whether the screen is as narrow as a phone's. */
export const useIsPhone = (): boolean => useSyncExternalStore(listen, () => query().matches)
