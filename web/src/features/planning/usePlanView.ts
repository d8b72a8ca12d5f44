import { useCallback, useEffect, useMemo } from 'react'
import { DEFAULT_VIEW, type PlanView, readView, writeView } from './planView'
import { usePlanAddress } from './usePlanAddress'

const STORED_AS = 'zhongshu.plan.view'
const AT_FIRST = writeView(DEFAULT_VIEW)

const stored = () => localStorage.getItem(STORED_AS) ?? undefined

/** The view as the address holds it, kept as the one that was left last in this browser. */
export function rememberedText(view: PlanView): string | undefined {
  const text = writeView(view)
  if (text === AT_FIRST) localStorage.removeItem(STORED_AS)
  else localStorage.setItem(STORED_AS, text)
  return text === AT_FIRST ? undefined : text
}

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
      void show({ view: rememberedText({ ...view, ...part }) })
    },
    [view, show],
  )
  return { view, change }
}
