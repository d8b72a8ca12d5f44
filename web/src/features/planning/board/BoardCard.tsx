import type { TFunction } from 'i18next'
import { memo } from 'react'
import { formatDate, formatPercent, isoOfMinute } from '@/lib/format'
import type { Moment } from '@/ui/gantt/model/moments'
import type { PlanTask } from '@/ui/gantt/model/plan'
import { RaisedMark } from '@/ui/RaisedMark'
import { TaskName } from '@/ui/TaskName'
import { tally } from '../task/tally'
import { keyOf } from '../task/taskKey'
import type { CardField } from './search'

type BoardCardProps = {
  task: PlanTask
  projectKey: string
  fields: readonly CardField[]
  today: Moment
  isCurrent: boolean
  isPressed: boolean
  readOnly: boolean
  onOpen: (taskId: string) => void
  t: TFunction<'board'>
  words: TFunction<'planning'>
}

/** One task at a glance. */
export const BoardCard = memo(function BoardCard(props: BoardCardProps) {
  const { task, projectKey, fields, isCurrent, isPressed, readOnly, onOpen, t, words } = props
  const has = (field: CardField) => fields.includes(field)
  return (
    <button
      type="button"
      className="card-main"
      tabIndex={isCurrent ? 0 : -1}
      aria-describedby={readOnly ? undefined : 'board-keys'}
      aria-pressed={isPressed || undefined}
      onClick={() => onOpen(task.id)}
    >
      <span className="card-line">
        <span className="quiet number card-key">{keyOf(projectKey, task.number)}</span>
        <Marks task={task} t={t} words={words} />
      </span>
      <span className="card-name">
        {task.locked.includes('name') ? (
          <TaskName name={null} mark={task.number} level={task.lock_class} />
        ) : (
          task.name || t('unnamed')
        )}
      </span>
      {(has('due') || has('checklist') || has('progress')) && <Facts {...props} />}
      {has('people') && <span className="card-people quiet ellipsis">{task.assignees || ' '}</span>}
    </button>
  )
})

function Marks({ task, t, words }: Pick<BoardCardProps, 'task' | 't' | 'words'>) {
  return (
    <span className="card-marks">
      {task.classification > 0 && !task.locked.includes('name') && (
        <RaisedMark level={task.classification} />
      )}
      {task.kind !== 'task' && <span className="card-mark">{words(`kind.${task.kind}`)}</span>}
      {task.state === 'blocked' && (
        <span className="card-mark" data-tone="error">
          {words('state.blocked')}
        </span>
      )}
      {task.is_critical && task.state !== 'done' && (
        <span className="card-mark" data-tone="critical">
          {t('critical')}
        </span>
      )}
    </span>
  )
}

function Facts({ task, fields, today, t }: BoardCardProps) {
  const due = task.deadline ?? task.finish
  const isOverdue = due !== null && due < today && task.state !== 'done'
  const count = tally(task.checklist)
  return (
    <span className="card-line number">
      {fields.includes('due') && due !== null && (
        <span data-tone={isOverdue ? 'error' : undefined}>
          {formatDate(isoOfMinute(due))}
          {isOverdue && ` ${t('overdue')}`}
        </span>
      )}
      <span className="card-marks">
        {fields.includes('checklist') && count && (
          <span title={t('checklist')}>
            <span aria-hidden>☑ </span>
            <span className="visually-hidden">{t('checklist')} </span>
            {count}
          </span>
        )}
        {fields.includes('progress') && (task.percent_complete ?? 0) > 0 && (
          <span>{formatPercent(task.percent_complete)}</span>
        )}
      </span>
    </span>
  )
}
