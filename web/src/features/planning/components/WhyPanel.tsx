import { useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatMoment } from '@/lib/format'
import type { PlanModel, PlanTask } from '@/ui/gantt/model/plan'
import { TaskName } from '@/ui/TaskName'
import { useDriverWords } from '../driverWords'
import { driversQuery, type SkippedTime } from '../queries'
import { GhostName } from './CrossLinks'

const DAY_MS = 86_400_000

/** A night between two working days explains nothing; a weekend or a holiday does. */
const isWorthTelling = ({ from, to, reason }: SkippedTime) =>
  reason === 'exception' || Date.parse(to) - Date.parse(from) > DAY_MS

type WhyPanelProps = { plan: PlanModel; task: PlanTask; onGoToTask: (taskId: string) => void }

/** Why a task stands where it stands: the chain back to the cause, in sentences. */
export function WhyPanel({ plan, task, onGoToTask }: WhyPanelProps) {
  const { t } = useTranslation('planning')
  const { data } = useSuspenseQuery(driversQuery(plan.project.id, task.id, plan.plan_version))
  const { reasonOf, calendarOf, verdictOf } = useDriverWords(plan.project.minutes_per_day)

  return (
    <div className="section">
      <p className="panel-verdict">{verdictOf(task.name, data.chain)}</p>
      <ol className="chain">
        {data.chain.map((driver, index) => (
          <li key={index} className="chain-step" data-critical={driver.is_critical || undefined}>
            <div className="chain-task">
              {driver.task_id ? (
                <button
                  type="button"
                  className="text-button"
                  onClick={() => driver.task_id && onGoToTask(driver.task_id)}
                >
                  {driver.wbs_code}{' '}
                  <TaskName name={driver.name} mark={driver.number ?? undefined} />
                </button>
              ) : driver.ghost ? (
                <GhostName ghost={driver.ghost} />
              ) : (
                <span>{driver.name ?? plan.project.name}</span>
              )}
            </div>
            <div className="number">
              {t(`side.${driver.side}`)} {driver.at ? formatMoment(driver.at) : t('hiddenDate')}
            </div>
            <div className="quiet">{reasonOf(driver, data.chain[index + 1])}</div>
            {driver.calendar && isWorthTelling(driver.calendar) && (
              <div className="quiet">{calendarOf(driver.calendar)}</div>
            )}
          </li>
        ))}
      </ol>
    </div>
  )
}
