import { CopyOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { App, Button, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import type { TaskFields } from '@/ui/gantt/edit/operations'
import type { PlanModel, PlanTask } from '@/ui/gantt/model/plan'
import { StateChoice } from './StateChoice'
import { keyOf } from './taskKey'

type TaskHeadProps = {
  plan: PlanModel
  task: PlanTask
  readOnly: boolean
  save: (fields: TaskFields) => unknown
}

/** What a task is called by, and where it stands. */
export function TaskHead({ plan, task, readOnly, save }: TaskHeadProps) {
  return (
    <div className="task-head">
      <TaskKey taskKey={keyOf(plan.project.key, task.number)} />
      <StateChoice task={task} readOnly={readOnly} save={save} />
    </div>
  )
}

/** The key as a link to the page of the task, and a button that copies it. */
function TaskKey({ taskKey }: { taskKey: string }) {
  const { t } = useTranslation('task')
  const { message } = App.useApp()
  // A page that came over plain http has no clipboard.
  const { clipboard } = navigator as { clipboard?: Clipboard }
  const copy = async () => {
    await clipboard?.writeText(taskKey)
    message.success(t('copied', { key: taskKey }))
  }

  return (
    <span className="task-key">
      <Link to="/tasks/$taskKey" params={{ taskKey }} className="number">
        {taskKey}
      </Link>
      {clipboard && (
        <Tooltip title={t('copy')}>
          <Button
            type="text"
            size="small"
            aria-label={t('copy')}
            icon={<CopyOutlined />}
            onClick={copy}
          />
        </Tooltip>
      )}
    </span>
  )
}
