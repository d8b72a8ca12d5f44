import { useSuspenseQuery } from '@tanstack/react-query'
import { Input } from 'antd'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { daysOf, formatPercent } from '@/lib/format'
import { useSession } from '@/lib/session'
import { taskById } from '@/ui/gantt/model/outline'
import type { PlanModel } from '@/ui/gantt/model/plan'
import { PageSkeleton } from '@/ui/PageSkeleton'
import { comparedDays, comparedInstants } from '../comparedDays'
import { comparisonQuery, type Difference } from '../queries'
import { usePlanAddress } from '../usePlanAddress'

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
  const { t, i18n } = useTranslation('planning')
  const { data } = useSuspenseQuery(comparisonQuery(plan.project.id, ...comparedInstants(from, to)))
  const groups = (['added', 'removed', 'changed', 'moved'] as const).map(
    (group) => [group, data[group]] as const,
  )
  const valueText = useValueText(plan)
  const fieldName = (field: string) =>
    i18n.exists(`planning:field.${field}`) ? t(`field.${field}`) : field

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
                  {fieldName(field)}: {valueText(field, before)} → {valueText(field, after)}
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
  const words = `${task.number} ${task.name}`
  if (!onGoToTask) return <s>{words}</s>
  return (
    <button type="button" className="text-button" onClick={() => onGoToTask(task.id)}>
      {words}
    </button>
  )
}

/** The value of a task's field in words. */
function useValueText(plan: PlanModel) {
  const { t, i18n } = useTranslation('planning')
  return (field: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return '—'
    if (field.endsWith('_minutes'))
      return t('days', { days: daysOf(Number(value), plan.project.minutes_per_day) })
    if (field === 'percent_complete') return formatPercent(Number(value))
    if (Array.isArray(value)) {
      const done = value.filter((item) => item.is_done === true).length
      return field === 'checklist' ? `${done}/${value.length}` : String(value.length)
    }
    if (field === 'parent_id') return taskById(plan, String(value))?.name ?? '…'
    if (field === 'calendar_id') return plan.calendars.get(String(value))?.name ?? '…'
    if (typeof value === 'boolean') return t(value ? 'on' : 'off')
    const word = `${field === 'second_constraint' ? 'constraint' : field}.${value}`
    if (i18n.exists(`planning:${word}`)) return t(word)
    return String(value).replace('T', ' ')
  }
}
