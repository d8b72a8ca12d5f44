import { useSuspenseQuery } from '@tanstack/react-query'
import { Input } from 'antd'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { calledBy } from '@/lib/lockedName'
import { useSession } from '@/lib/session'
import type { PlanModel } from '@/ui/gantt/model/plan'
import { PageSkeleton } from '@/ui/PageSkeleton'
import { comparedDays, comparedInstants } from '../comparedDays'
import { comparisonQuery, type Difference } from '../queries'
import { usePlanAddress } from '../usePlanAddress'
import { useFieldText } from '../valueText'

type ComparisonPanelProps = { plan: PlanModel; onGoToTask: (taskId: string) => void }

/** What changed in the plan between two days. */
export function ComparisonPanel({ plan, onGoToTask }: ComparisonPanelProps) {
  const { t } = useTranslation('planning')
  const { search, show } = usePlanAddress()
  const { server_date } = useSession()
  const { from, to } = comparedDays(search, server_date)

  return (
    <div className="section">
      <div className="between">
        {(['from', 'to'] as const).map((side) => (
          <label key={side} htmlFor={`between-${side}`}>
            {t(`between.${side}`)}
            <Input
              id={`between-${side}`}
              type="date"
              value={side === 'from' ? from : to}
              onChange={(event) => event.target.value && show({ [side]: event.target.value })}
            />
          </label>
        ))}
      </div>
      <Suspense fallback={<PageSkeleton />}>
        <Differences plan={plan} from={from} to={to} onGoToTask={onGoToTask} />
      </Suspense>
    </div>
  )
}

type DifferencesProps = ComparisonPanelProps & { from: string; to: string }

function Differences({ plan, from, to, onGoToTask }: DifferencesProps) {
  const { t } = useTranslation('planning')
  const { data } = useSuspenseQuery(comparisonQuery(plan.project.id, ...comparedInstants(from, to)))
  const groups = (['added', 'removed', 'changed', 'moved'] as const).map(
    (group) => [group, data[group]] as const,
  )
  const { nameOf, textOf } = useFieldText(plan)

  if (groups.every(([, rows]) => rows.length === 0))
    return <p className="quiet">{t('nothingChanged')}</p>
  return groups
    .filter(([, rows]) => rows.length > 0)
    .map(([group, rows]) => (
      <section key={group} className="section">
        <h4 className="section-title">{t(`difference.${group}`, { count: rows.length })}</h4>
        <ul className="rows">
          {rows.map((task) => (
            <li key={task.id} className="difference">
              <TaskName task={task} onGoToTask={group === 'removed' ? undefined : onGoToTask} />
              {Object.entries(task.fields ?? {}).map(([field, [before, after]]) => (
                <div key={field} className="quiet number">
                  {nameOf(field)}: {textOf(field, before)} → {textOf(field, after)}
                </div>
              ))}
            </li>
          ))}
        </ul>
      </section>
    ))
}

function TaskName({
  task,
  onGoToTask,
}: {
  task: Difference
  onGoToTask?: (taskId: string) => void
}) {
  const words = task.name === null ? calledBy(null, task.number) : `${task.number} ${task.name}`
  if (!onGoToTask) return <s>{words}</s>
  return (
    <button type="button" className="text-button" onClick={() => onGoToTask(task.id)}>
      {words}
    </button>
  )
}
