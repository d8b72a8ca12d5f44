import { useCallback, useEffect, useMemo } from 'react'
import { DEFAULT_VIEW, type PlanView, readView, writeView } from './planView'
import { usePlanAddress } from './usePlanAddress'

const STORED_AS = 'zhongshu.plan.view'
const AT_FIRST = writeView(DEFAULT_VIEW)

const stored = () => localStorage.getItem(STORED_AS) ?? undefined

/** The view of this person: from the address, else as it was left last in this browser. */
export function usePlanView() {
  const { search, show } = usePlanAddress()
  const text = search.view ?? stored()
  const view = useMemo(() => readView(text), [text])

  useEffect(() => {
    // A copied address shows a colleague the same picture.
    if (search.view === undefined && stored() !== undefined) show({ view: stored() })
  }, [search.view, show])

  const change = useCallback(
    (part: Partial<PlanView>) => {
      const next = writeView({ ...view, ...part })
      if (next === AT_FIRST) localStorage.removeItem(STORED_AS)
      else localStorage.setItem(STORED_AS, next)
      void show({ view: next === AT_FIRST ? undefined : next })
    },
    [view, show],
  )
  return { view, change }
}
