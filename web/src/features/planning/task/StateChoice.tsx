import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { TaskFields } from '@/ui/gantt/edit/operations'
import { STATES } from '@/ui/gantt/edit/states'
import type { PlanTask, TaskState } from '@/ui/gantt/model/plan'
import { StateMark } from './StateMark'

type StateChoiceProps = {
  task: PlanTask
  readOnly: boolean
  save: (fields: TaskFields) => unknown
}

/** Where the work stands; that of a summary and of a hammock follows from other tasks. */
export function StateChoice({ task, readOnly, save }: StateChoiceProps) {
  const { t } = useTranslation('planning')
  const follows = task.kind === 'summary' || task.kind === 'hammock'
  if (readOnly || follows) return <StateMark state={task.state} />
  return (
    <Select<TaskState>
      aria-label={t('field.state')}
      className="state-choice"
      value={task.state}
      options={STATES.map((value) => ({ value, label: <StateMark state={value} /> }))}
      onChange={(state) => save({ state })}
    />
  )
}
