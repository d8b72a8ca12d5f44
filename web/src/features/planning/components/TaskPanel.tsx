import { Button, Form, Select, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { calendarDaysOf, daysOf, formatMoment, isoOfMinute } from '@/lib/format'
import { finishFrom, startFrom } from '@/ui/gantt/edit/dateText'
import type { Operation, TaskFields } from '@/ui/gantt/edit/operations'
import type { ConstraintCode, PlanModel, PlanTask } from '@/ui/gantt/model/plan'
import { Slip } from '@/ui/Slip'
import { usePlanAddress } from '../usePlanAddress'
import { CommitInput } from './CommitInput'
import { MomentInput } from './MomentInput'
import { TaskLinks } from './TaskLinks'
import { TaskStaff } from './TaskStaff'

type TaskPanelProps = {
  plan: PlanModel
  task: PlanTask
  readOnly: boolean
  onEdit: (operations: Operation[]) => Promise<unknown>
}

const CONSTRAINTS: ConstraintCode[] = ['asap', 'alap', 'snet', 'snlt', 'fnet', 'fnlt', 'mso', 'mfo']
type DateName = 'start' | 'finish' | 'actual_start' | 'actual_finish' | 'deadline'
type DateField = [DateName, typeof startFrom, boolean]
const CLEARABLE = new Set<DateName>(['actual_start', 'actual_finish', 'deadline'])
const DATELESS = new Set<string | null>(['asap', 'alap', null])

/** Everything about one task; each field is saved as it is left. */
export function TaskPanel({ plan, task, readOnly, onEdit }: TaskPanelProps) {
  const { t } = useTranslation('planning')
  const { show } = usePlanAddress()
  const save = (fields: TaskFields) =>
    onEdit([{ op: 'update_task', id: task.id, fields }]).catch(() => undefined)

  return (
    <div className="section">
      <Form layout="vertical" disabled={readOnly} className="task-form" component="div">
        <Form.Item label={t('field.name')} className="wide">
          <CommitInput
            label={t('field.name')}
            value={task.name}
            onCommit={(name) => name.trim() !== '' && save({ name })}
          />
        </Form.Item>
        <TaskDates plan={plan} task={task} save={save} />
        <TaskConstraint plan={plan} task={task} save={save} />
        <Form.Item label={t('field.mode')}>
          <Switch
            aria-label={t('field.mode')}
            checked={task.mode === 'manual'}
            checkedChildren={t('mode.manual')}
            unCheckedChildren={t('mode.auto')}
            disabled={readOnly || task.kind === 'summary'}
            onChange={(isManual) => save({ mode: isManual ? 'manual' : 'auto' })}
          />
        </Form.Item>
      </Form>
      <Button onClick={() => show({ panel: 'why' })}>{t('whyHere')}</Button>
      <TaskFacts plan={plan} task={task} />
      {task.kind === 'task' && (
        <TaskStaff plan={plan} task={task} readOnly={readOnly} onEdit={onEdit} />
      )}
      <TaskLinks plan={plan} task={task} />
    </div>
  )
}

const calendarOf = (plan: PlanModel, task: PlanTask) =>
  plan.calendars.get(task.calendar_id ?? '') ?? plan.projectCalendar

type Save = (fields: TaskFields) => unknown

type FieldsProps = { plan: PlanModel; task: PlanTask; save: Save }

function TaskDates({ plan, task, save }: FieldsProps) {
  const { t } = useTranslation('planning')
  const perDay = plan.project.minutes_per_day
  const isSummary = task.kind === 'summary'
  const calendar = calendarOf(plan, task)
  const dates: DateField[] = [
    ['start', startFrom, false],
    ['finish', finishFrom, isSummary],
    ['actual_start', startFrom, isSummary],
    ['actual_finish', finishFrom, isSummary],
    ['deadline', finishFrom, false],
  ]

  return (
    <>
      <Form.Item label={t('field.duration')}>
        <CommitInput
          label={t('field.duration')}
          type="number"
          value={String(
            task.duration_minutes === null ? '' : daysOf(task.duration_minutes, perDay, 2),
          )}
          isDisabled={isSummary}
          onCommit={(days) =>
            days !== '' && save({ duration_minutes: Math.round(Number(days) * perDay) })
          }
        />
      </Form.Item>
      <Form.Item label={t('field.percent')}>
        <CommitInput
          label={t('field.percent')}
          type="number"
          value={String(Math.round((task.percent_complete ?? 0) * 100))}
          isDisabled={isSummary}
          onCommit={(percent) => save({ percent_complete: Number(percent) / 100 })}
        />
      </Form.Item>
      {dates.map(([field, complete, isDisabled]) => (
        <Form.Item key={field} label={t(`field.${field}`)}>
          <MomentInput
            label={t(`field.${field}`)}
            at={task[field]}
            complete={(typed) => complete(typed, calendar)}
            isDisabled={isDisabled}
            onCommit={(iso) => {
              if (iso !== null || CLEARABLE.has(field)) save({ [field]: iso })
            }}
          />
        </Form.Item>
      ))}
    </>
  )
}

function TaskConstraint({ plan, task, save }: FieldsProps) {
  const { t } = useTranslation('planning')
  const calendar = calendarOf(plan, task)
  const isOnFinish = ['fnet', 'fnlt', 'mfo'].includes(task.constraint ?? '')

  return (
    <>
      <Form.Item label={t('field.constraint')}>
        <Select<ConstraintCode>
          aria-label={t('field.constraint')}
          value={task.constraint ?? 'asap'}
          options={CONSTRAINTS.map((value) => ({ value, label: t(`constraint.${value}`) }))}
          popupMatchSelectWidth={false}
          onChange={(constraint) =>
            save(
              DATELESS.has(constraint)
                ? { constraint, constraint_at: null }
                : { constraint, constraint_at: isoOfMinute(task.constraint_at ?? task.start) },
            )
          }
        />
      </Form.Item>
      {!DATELESS.has(task.constraint) && (
        <Form.Item label={t('field.constraint_at')}>
          <MomentInput
            label={t('field.constraint_at')}
            at={task.constraint_at}
            complete={(typed) => (isOnFinish ? finishFrom : startFrom)(typed, calendar)}
            onCommit={(constraint_at) =>
              constraint_at && save({ constraint: task.constraint ?? 'snet', constraint_at })
            }
          />
        </Form.Item>
      )}
    </>
  )
}

function TaskFacts({ plan, task }: { plan: PlanModel; task: PlanTask }) {
  const { t } = useTranslation('planning')
  const perDay = plan.project.minutes_per_day
  const days = (minutes: number | null) =>
    minutes === null ? '—' : t('days', { days: daysOf(minutes, perDay) })
  const facts: [string, string][] = [
    [t('field.total_float'), days(task.total_float_minutes)],
    [t('field.free_float'), days(task.free_float_minutes)],
    [t('field.late_finish'), formatMoment(isoOfMinute(task.late_finish))],
    [t('field.baseline_finish'), formatMoment(isoOfMinute(task.baseline_finish))],
  ]

  return (
    <dl className="task-facts">
      <div>
        <dt>{t('field.path')}</dt>
        <dd>
          {t(
            task.is_critical ? 'path.critical' : task.is_near_critical ? 'path.near' : 'path.free',
          )}
        </dd>
      </div>
      <div>
        <dt>{t('field.slip')}</dt>
        <dd>
          <Slip days={task.slip_minutes === null ? null : calendarDaysOf(task.slip_minutes)} />
        </dd>
      </div>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className="number">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
