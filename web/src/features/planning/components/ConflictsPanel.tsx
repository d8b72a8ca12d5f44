import { useTranslation } from 'react-i18next'
import { daysOf, formatMoment } from '@/lib/format'
import type { PlanConflict, PlanModel } from '@/ui/gantt/model/plan'

type ConflictsPanelProps = { plan: PlanModel; onGoToTask: (taskId: string) => void }

/** Dates that cannot all be kept, each with the reason. */
export function ConflictsPanel({ plan, onGoToTask }: ConflictsPanelProps) {
  const { t, i18n } = useTranslation('planning')
  const { conflicts } = plan
  const textOf = ({ code, minutes, at }: PlanConflict) => {
    const key = `conflict.${code.replace(/^planning\./, '')}`
    const days = daysOf(minutes, plan.project.minutes_per_day)
    return i18n.exists(`planning:${key}`) ? t(key, { days, at: formatMoment(at) }) : code
  }

  if (conflicts.length === 0) return <p className="quiet">{t('noConflicts')}</p>
  return (
    <ul className="rows">
      {conflicts.map((conflict) => {
        const task = plan.tasks[plan.outline.indexById.get(conflict.task_id) ?? -1]
        return (
          <li
            key={`${conflict.task_id} ${conflict.code} ${conflict.link_id ?? ''}`}
            className="difference"
          >
            <button
              type="button"
              className="text-button"
              onClick={() => onGoToTask(conflict.task_id)}
            >
              {task?.wbs_code} {task?.name}
            </button>
            <div>{textOf(conflict)}</div>
          </li>
        )
      })}
    </ul>
  )
}
