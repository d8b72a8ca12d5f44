import { Form, Select, Switch } from 'antd'
import { useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { calendarDaysOf, daysOf, formatMoment, isoOfMinute } from '@/lib/format'
import { finishFrom, startFrom } from '@/ui/gantt/edit/dateText'
import type { Operation, TaskFields } from '@/ui/gantt/edit/operations'
import { calendarOf, taskById } from '@/ui/gantt/model/outline'
import type { PlanModel, PlanTask, TaskKind } from '@/ui/gantt/model/plan'
import { ClassChoice } from '@/ui/RecordClass'
import { Slip } from '@/ui/Slip'
import { TaskName } from '@/ui/TaskName'
import { EditRecurrence } from '../recurring/EditRecurrence'
import { Checklist } from '../task/Checklist'
import { DateDriver } from '../task/DateDriver'
import { Description } from '../task/description/Description'
import { TaskCosts } from '../task/TaskCosts'
import { TaskHead } from '../task/TaskHead'
import { TaskHistory } from '../task/TaskHistory'
import { useTick } from '../task/useTick'
import { TaskExtras } from '../taskExtras'
import { CommitInput } from './CommitInput'
import { CrossLinks } from './CrossLinks'
import { MomentInput } from './MomentInput'
import { type FieldsProps, TaskConstraints } from './TaskConstraints'
import { TaskLinks } from './TaskLinks'
import { TaskStaff } from './TaskStaff'
import '../task/task.css'

type TaskPanelProps = {
  plan: PlanModel
  task: PlanTask
  readOnly: boolean
  onEdit: (operations: Operation[]) => Promise<unknown>
}

const KINDS: TaskKind[] = ['task', 'milestone', 'hammock']
type DateName = 'start' | 'finish' | 'actual_start' | 'actual_finish' | 'deadline'
type DateField = [DateName, typeof startFrom, boolean]
const CLEARABLE = new Set<DateName>(['actual_start', 'actual_finish', 'deadline'])

/** Everything about one task, in one order wherever it is shown; each field is saved as it is left. */
export function TaskPanel({ plan, task, readOnly, onEdit }: TaskPanelProps) {
  const { t } = useTranslation('planning')
  const extras = useContext(TaskExtras)
  const tick = useTick(plan, task)
  const save = (fields: TaskFields) =>
    onEdit([{ op: 'update_task', id: task.id, fields }]).then(
      () => true,
      () => false,
    )

  return (
    <div className="section task-panel">
      <div className="task-work">
        <TaskHead plan={plan} task={task} readOnly={readOnly} save={save} />
        <Form layout="vertical" disabled={readOnly} component="div">
          <Form.Item label={t('field.name')} className="task-name">
            {task.locked.includes('name') ? (
              <TaskName name={null} mark={task.number} level={task.lock_class} />
            ) : (
              <CommitInput
                label={t('field.name')}
                value={task.name}
                onCommit={(name) => name.trim() !== '' && save({ name })}
              />
            )}
          </Form.Item>
        </Form>
        {task.stands_for === undefined && (
          <Form layout="vertical" component="div">
            <Form.Item label={t('field.classification')} className="task-class">
              <TaskClass plan={plan} task={task} readOnly={readOnly} onEdit={onEdit} />
            </Form.Item>
          </Form>
        )}
        <Description plan={plan} task={task} readOnly={readOnly} onEdit={onEdit} />
        <Checklist task={task} readOnly={readOnly} onEdit={onEdit} onTick={tick} />
        {(task.kind === 'task' || task.kind === 'hammock') && (
          <TaskStaff plan={plan} task={task} readOnly={readOnly} onEdit={onEdit} />
        )}
        <TaskCosts plan={plan} task={task} readOnly={readOnly} save={save} />
        <TaskSchedule plan={plan} task={task} readOnly={readOnly} save={save} />
        {!readOnly && task.kind === 'summary' && task.is_recurring && (
          <EditRecurrence plan={plan} task={task} onEdit={onEdit} />
        )}
        <TaskLinks plan={plan} task={task} />
        <CrossLinks plan={plan} task={task} readOnly={readOnly} onEdit={onEdit} />
      </div>
      <div className="task-talk">
        {extras({ id: task.id, projectId: plan.project.id })}
        <TaskHistory plan={plan} task={task} />
      </div>
    </div>
  )
}

const LOWER_CLASS = 'projects.lower_class'

/** The class that a task raises its fields to, never below that of what it is part of. Who edits
 *  nothing can still ask for a lower one: it stands in no form that is switched off. */
function TaskClass({ plan, task, readOnly, onEdit }: TaskPanelProps) {
  const { t } = useTranslation('planning')
  return (
    <ClassChoice
      label={t('field.classification')}
      record={{ kind: 'task', id: task.id, name: task.name || `#${task.number}` }}
      level={task.classification}
      least={taskById(plan, task.parent_id ?? '')?.classification}
      may={!readOnly}
      mayLower={plan.project.permissions?.includes(LOWER_CLASS) ?? false}
      onSave={(classification, met) =>
        onEdit([{ op: 'update_task', id: task.id, fields: { classification } }]).catch(met)
      }
    />
  )
}

/** The dates of a task, what sets them, and what limits them. */
function TaskSchedule({ plan, task, readOnly, save }: FieldsProps & { readOnly: boolean }) {
  const { t: own } = useTranslation('task')
  const { t } = useTranslation('planning')
  return (
    <>
      <section className="section" aria-label={own('dates')}>
        <h4 className="section-title">{own('dates')}</h4>
        <DateDriver plan={plan} task={task} />
        <Form layout="vertical" disabled={readOnly} className="task-form" component="div">
          <TaskKindChoice task={task} save={save} />
          <TaskDates plan={plan} task={task} save={save} />
          <Form.Item label={t('field.mode')}>
            <Switch
              aria-label={t('field.mode')}
              checked={task.mode === 'manual'}
              checkedChildren={t('mode.manual')}
              unCheckedChildren={t('mode.auto')}
              disabled={readOnly || isComputed(task)}
              onChange={(isManual) => save({ mode: isManual ? 'manual' : 'auto' })}
            />
          </Form.Item>
        </Form>
        <TaskFacts plan={plan} task={task} />
      </section>
      {task.kind !== 'hammock' && (
        <section className="section" aria-label={own('constraints')}>
          <h4 className="section-title">{own('constraints')}</h4>
          <Form layout="vertical" disabled={readOnly} className="task-form" component="div">
            <TaskConstraints plan={plan} task={task} save={save} />
          </Form>
        </section>
      )}
    </>
  )
}

/** Whether the dates come from other tasks: those below it, or those it is linked to. */
const isComputed = (task: PlanTask) => task.kind === 'summary' || task.kind === 'hammock'

/** A task, a milestone or a hammock; a summary is made by putting tasks below it. */
function TaskKindChoice({ task, save }: Omit<FieldsProps, 'plan'>) {
  const { t } = useTranslation('planning')
  if (task.kind === 'summary') return null
  return (
    <Form.Item
      label={t('field.kind')}
      extra={task.kind === 'hammock' ? t('hammockHint') : undefined}
    >
      <Select<TaskKind>
        aria-label={t('field.kind')}
        value={task.kind}
        options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
        onChange={(kind) => save({ kind })}
      />
    </Form.Item>
  )
}

function TaskDates({ plan, task, save }: FieldsProps) {
  const { t } = useTranslation('planning')
  const perDay = plan.project.minutes_per_day
  const isFixed = isComputed(task)
  const calendar = calendarOf(plan, task)
  const dates: DateField[] = [
    ['start', startFrom, task.kind === 'hammock'],
    ['finish', finishFrom, isFixed],
    ['actual_start', startFrom, isFixed],
    ['actual_finish', finishFrom, isFixed],
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
          isDisabled={isFixed}
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
          isDisabled={isFixed}
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
              return iso !== null || CLEARABLE.has(field) ? save({ [field]: iso }) : undefined
            }}
          />
        </Form.Item>
      ))}
    </>
  )
}

function TaskFacts({ plan, task }: { plan: PlanModel; task: PlanTask }) {
  const { t } = useTranslation('planning')
  const perDay = plan.project.minutes_per_day
  const days = (minutes: number | null) =>
    minutes === null ? '—' : t('days', { days: daysOf(minutes, perDay) })
  const floats: [string, string][] = [
    [t('field.total_float'), days(task.total_float_minutes)],
    [t('field.free_float'), days(task.free_float_minutes)],
    [t('field.late_finish'), formatMoment(isoOfMinute(task.late_finish))],
  ]
  const facts: [string, string][] = [
    ...(task.kind === 'hammock' ? [] : floats),
    [t('field.baseline_finish'), formatMoment(isoOfMinute(task.baseline_finish))],
  ]

  return (
    <dl className="task-facts">
      {task.kind !== 'hammock' && (
        <div>
          <dt>{t('field.path')}</dt>
          <dd>
            {t(
              task.is_critical
                ? 'path.critical'
                : task.is_near_critical
                  ? 'path.near'
                  : 'path.free',
            )}
          </dd>
        </div>
      )}
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
