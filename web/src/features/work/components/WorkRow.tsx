import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import type { MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { daysOf, formatDate, formatMoment, roundDays } from '@/lib/format'
import { calledBy } from '@/lib/lockedName'
import type { Report } from '@/lib/progressReport'
import { TaskName } from '@/ui/TaskName'
import type { WorkTask } from '../queries'
import { useWhyText } from '../useWhyText'
import { heldUpByMe } from '../verdict'
import { ProgressRing } from './ProgressRing'

type WorkRowProps = {
  task: WorkTask
  isBusy: boolean
  /** All there is to the task. */
  onOpen: (task: WorkTask) => void
  /** How far it is. */
  onAsk: (task: WorkTask) => void
  onReport: (task: WorkTask, report: Report) => unknown
}

/** Whether a link was pressed so as to open beside the page. */
const isForANewPage = ({ ctrlKey, metaKey, shiftKey, altKey }: MouseEvent) =>
  ctrlKey || metaKey || shiftKey || altKey

/** One task: how far it is, what it is, why it is here, and the next step. */
export function WorkRow({ task, isBusy, onOpen, onAsk, onReport }: WorkRowProps) {
  const { t } = useTranslation('work')
  const why = useWhyText()
  const isDone = task.actual_finish !== null
  const waiting = heldUpByMe(task)
  const canReport = task.may_report && !isDone

  return (
    <li className="work-row" data-why={task.why}>
      {canReport ? (
        <button
          type="button"
          className="work-ring-button"
          aria-label={t('reportOn', {
            name: calledBy(task.name, task.number),
            percent: Math.round(task.percent_complete * 100),
          })}
          aria-haspopup="dialog"
          onClick={() => onAsk(task)}
        >
          <ProgressRing share={task.percent_complete} />
        </button>
      ) : (
        <span className="work-ring-button">
          <ProgressRing share={task.percent_complete} />
        </span>
      )}
      <div className="work-what">
        <Link
          to="/projects/$projectId/plan"
          params={{ projectId: task.project.id }}
          search={{ panel: 'task', task: task.id }}
          className="work-name"
          onClick={(event) => {
            if (isForANewPage(event)) return
            event.preventDefault()
            onOpen(task)
          }}
        >
          <TaskName name={task.name} mark={task.number} />
        </Link>
        <span className="work-why">
          <span className="work-reason">{why(task)}</span>
          {waiting?.name && (
            <span className="quiet"> · {t('waitsForThis', { name: waiting.name })}</span>
          )}
          <span className="quiet">
            {' '}
            · {task.project.key} {task.project.name}
          </span>
          <Tally items={task.checklist} />
        </span>
      </div>
      <Dates task={task} />
      {canReport && <NextStep task={task} isBusy={isBusy} onReport={onReport} />}
    </li>
  )
}

function Tally({ items }: { items: WorkTask['checklist'] }) {
  const { t } = useTranslation('work')
  if (!items || items.length === 0) return null
  const done = items.filter(({ is_done }) => is_done).length
  return <span className="quiet number"> · {t('ticked', { done, count: items.length })}</span>
}

function Dates({ task }: { task: WorkTask }) {
  const { t } = useTranslation('work')
  const days = roundDays(daysOf(task.total_float_minutes, task.project.minutes_per_day))
  return (
    <span className="work-dates number">
      <span title={formatMoment(task.finish)}>{formatDate(task.finish)}</span>
      {task.actual_finish === null &&
        (task.is_critical ? (
          <strong className="work-critical">{t('critical')}</strong>
        ) : (
          <span className="quiet">{t('float', { count: days })}</span>
        ))}
    </span>
  )
}

type NextStepProps = Pick<WorkRowProps, 'task' | 'isBusy' | 'onReport'>

function NextStep({ task, isBusy, onReport }: NextStepProps) {
  const { t } = useTranslation('work')
  const name = calledBy(task.name, task.number)
  if (task.actual_start === null && task.kind !== 'milestone')
    return (
      <Button
        className="work-step"
        disabled={isBusy}
        aria-label={t('startIt', { name })}
        onClick={() => onReport(task, { is_started: true })}
      >
        {t('start')}
      </Button>
    )
  return (
    <Button
      className="work-step"
      disabled={isBusy}
      aria-label={t('finishIt', { name })}
      onClick={() => onReport(task, { is_done: true })}
    >
      {t('done')}
    </Button>
  )
}
