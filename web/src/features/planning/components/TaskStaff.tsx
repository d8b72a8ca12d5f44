import { CloseOutlined } from '@ant-design/icons'
import { Button, Form, Select, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Operation, TaskFields } from '@/ui/gantt/edit/operations'
import type { Assignment, EffortType, PlanModel, PlanTask } from '@/ui/gantt/model/plan'
import { AddStaff } from './AddStaff'
import { CommitInput } from './CommitInput'

type TaskStaffProps = {
  plan: PlanModel
  task: PlanTask
  readOnly: boolean
  onEdit: (operations: Operation[]) => Promise<unknown>
}
type Edit = (operations: Operation[]) => unknown

const EFFORT_TYPES: EffortType[] = ['fixed_units', 'fixed_duration', 'fixed_work']

/** Who does a task, with how much of their time, and what gives way when that changes. */
export function TaskStaff({ plan, task, readOnly, onEdit }: TaskStaffProps) {
  const { t } = useTranslation('planning')
  const edit: Edit = (operations) => onEdit(operations).catch(() => undefined)
  const save = (fields: TaskFields) => edit([{ op: 'update_task', id: task.id, fields }])

  return (
    <section className="section">
      <h4 className="section-title">{t('staff')}</h4>
      {task.assignments.length === 0 && <p className="quiet">{t('noStaff')}</p>}
      <ul className="rows">
        {task.assignments.map((assignment) => (
          <StaffRow key={assignment.id} assignment={assignment} readOnly={readOnly} onEdit={edit} />
        ))}
      </ul>
      {!readOnly && <AddStaff plan={plan} task={task} onEdit={edit} />}
      <Form layout="vertical" component="div" disabled={readOnly} className="task-form">
        <Form.Item label={t('field.effort_type')}>
          <Select<EffortType>
            aria-label={t('field.effort_type')}
            value={task.effort_type}
            options={EFFORT_TYPES.map((value) => ({ value, label: t(`effort.${value}`) }))}
            onChange={(effort_type) => save({ effort_type })}
          />
        </Form.Item>
        <Form.Item label={t('field.is_effort_driven')}>
          <Switch
            aria-label={t('field.is_effort_driven')}
            checked={task.is_effort_driven}
            checkedChildren={t('on')}
            unCheckedChildren={t('off')}
            onChange={(is_effort_driven) => save({ is_effort_driven })}
          />
        </Form.Item>
      </Form>
    </section>
  )
}

type StaffRowProps = { assignment: Assignment; readOnly: boolean; onEdit: Edit }

function StaffRow({ assignment, readOnly, onEdit }: StaffRowProps) {
  const { t } = useTranslation('planning')
  const { id, name, units, work_minutes } = assignment

  const setUnits = (percent: string) => {
    const share = Number(percent) / 100
    if (share > 0) onEdit([{ op: 'update_assignment', id, fields: { units: share } }])
  }

  return (
    <li className="row staff-row">
      <span className="ellipsis" title={name}>
        {name}
      </span>
      <span className="quiet number nowrap">
        {t('work', { hours: Math.round(work_minutes / 6) / 10 })}
      </span>
      <CommitInput
        label={t('unitsOf', { name })}
        type="number"
        suffix="%"
        value={String(Math.round(units * 100))}
        isDisabled={readOnly}
        onCommit={setUnits}
      />
      {!readOnly && (
        <Button
          type="text"
          size="small"
          aria-label={t('removeStaff', { name })}
          title={t('removeStaff', { name })}
          icon={<CloseOutlined />}
          onClick={() => onEdit([{ op: 'unassign', id }])}
        />
      )}
    </li>
  )
}
