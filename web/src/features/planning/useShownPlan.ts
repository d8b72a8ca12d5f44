import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '@/lib/session'
import type { PlanModel } from '@/ui/gantt/model/plan'
import { comparedDays, comparedInstants } from './comparedDays'
import { type ComparedPlan, comparedPlan } from './comparedPlan'
import { type Grouping, type GroupWords, groupedPlan } from './grouping'
import { comparisonQuery } from './queries'
import type { PlanSearch } from './search'

function useGroupWords(): GroupWords {
  const { t } = useTranslation('planning')
  return useMemo(
    () => ({
      state: {
        todo: t('state.todo'),
        in_progress: t('state.in_progress'),
        in_review: t('state.in_review'),
        blocked: t('state.blocked'),
        done: t('state.done'),
      },
      path: { critical: t('path.critical'), near: t('path.near'), free: t('path.free') },
      nobody: t('group.nobody'),
      undated: t('group.undated'),
      head: (name, count) => t('group.head', { name, count }),
    }),
    [t],
  )
}

/** The plan as the chart draws it: compared with another moment, or with its tasks in groups. */
export function useShownPlan(
  plan: PlanModel,
  search: PlanSearch,
  group: Grouping | undefined,
): Partial<ComparedPlan> & { plan: PlanModel } {
  const { t } = useTranslation('planning')
  const { server_date } = useSession()
  const words = useGroupWords()
  const { from, to } = comparedDays(search, server_date)
  const isCompared = search.panel === 'comparison'
  const { data: comparison } = useQuery({
    ...comparisonQuery(plan.project.id, ...comparedInstants(from, to)),
    enabled: isCompared,
  })
  return useMemo(() => {
    if (isCompared && comparison) return comparedPlan(plan, comparison, t('removedTasks'))
    return { plan: group ? groupedPlan(plan, group, words) : plan }
  }, [isCompared, comparison, plan, group, words, t])
}
