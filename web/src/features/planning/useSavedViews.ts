import { useQuery, useSuspenseQueries } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { type View, viewsQuery } from '@/lib/views'
import type { PlanModel } from '@/ui/gantt/model/plan'
import { readView } from './planView'
import { looksOf, VIEWS_PAGE } from './planViews'
import { planQuery } from './queries'
import { usePlanAddress } from './usePlanAddress'
import { rememberedText } from './usePlanView'

/** Looks at a plan in the way of a saved view; null: as it is by itself. */
export function useApplyView(plan: PlanModel) {
  const { show } = usePlanAddress()
  return useCallback(
    (saved: View | null) => {
      const { view, ...looks } = looksOf(saved, { plan })
      void show({ ...looks, view: rememberedText(readView(view)) })
    },
    [plan, show],
  )
}

/** The saved view that the address names, if the viewer may have it. */
export function useActiveView(): View | undefined {
  const { search } = usePlanAddress()
  const { data: views } = useQuery(viewsQuery(VIEWS_PAGE))
  return views?.find(({ id }) => id === search.saved)
}

/** Opens the page with the viewer's own view where the address says nothing; true meanwhile. */
export function useOpeningView(): boolean {
  const { projectId, search } = usePlanAddress()
  const [{ data: plan }, { data: views }] = useSuspenseQueries({
    queries: [planQuery(projectId, search.baseline), viewsQuery(VIEWS_PAGE)],
  })
  const first = views.find(({ is_default }) => is_default)
  const isBare = Object.values(search).every((value) => value === undefined)
  const apply = useApplyView(plan)
  const isOpening = isBare && first !== undefined
  useEffect(() => {
    if (isOpening) apply(first)
  }, [isOpening, first, apply])
  return isOpening
}
