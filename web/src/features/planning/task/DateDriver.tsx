import { useQuery } from '@tanstack/react-query'
import { useContext } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlanModel, PlanTask } from '@/ui/gantt/model/plan'
import { useDriverWords } from '../driverWords'
import { driversQuery } from '../queries'
import { TaskPlaceContext } from './place'

/** What sets the dates of a task in one line, leading to the whole chain. */
export function DateDriver({ plan, task }: { plan: PlanModel; task: PlanTask }) {
  const { t } = useTranslation('task')
  const { t: words } = useTranslation('planning')
  const { askWhy } = useContext(TaskPlaceContext)
  const { reasonOf } = useDriverWords(plan.project.minutes_per_day)
  const { data } = useQuery(driversQuery(plan.project.id, task.id, plan.plan_version))
  const [first, cause] = data?.chain ?? []

  return (
    <p className="task-driver">
      {first && (
        <span className="quiet">
          {t(first.side === 'finish' ? 'finishBy' : 'startBy', { why: reasonOf(first, cause) })}
        </span>
      )}{' '}
      <button type="button" className="text-button" onClick={askWhy}>
        {words('whyHere')}
      </button>
    </p>
  )
}
