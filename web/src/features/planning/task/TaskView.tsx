import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { taskById } from '@/ui/gantt/model/outline'
import { TaskPanel } from '../components/TaskPanel'
import { WhyPanel } from '../components/WhyPanel'
import { usePendingPlan } from '../usePendingPlan'
import { usePlanCommands } from '../usePlanCommands'
import { TaskPlaceContext } from './place'

type TaskViewProps = {
  projectId: string
  taskId: string
  onOpenTask: (taskId: string) => void
}

/** A task with all there is to it, wherever it is opened; its plan is loaded for it. */
export function TaskView({ projectId, taskId, onOpenTask }: TaskViewProps) {
  const { t } = useTranslation('task')
  const { t: words } = useTranslation('planning')
  const { plan } = usePendingPlan(projectId)
  const { edit } = usePlanCommands(projectId)
  const [whyOf, setWhyOf] = useState<string | null>(null)
  const place = useMemo(
    () => ({ openTask: onOpenTask, askWhy: () => setWhyOf(taskId) }),
    [onOpenTask, taskId],
  )
  const task = taskById(plan, taskId)
  const readOnly = !(plan.project.permissions ?? []).includes('planning.edit_plan')

  if (!task) return <p className="quiet">{words('taskGone')}</p>
  if (whyOf === taskId) {
    return (
      <div className="section">
        <div>
          <Button onClick={() => setWhyOf(null)}>{t('backToTask')}</Button>
        </div>
        <WhyPanel plan={plan} task={task} onGoToTask={onOpenTask} />
      </div>
    )
  }
  return (
    <TaskPlaceContext value={place}>
      <TaskPanel key={taskId} plan={plan} task={task} readOnly={readOnly} onEdit={edit} />
    </TaskPlaceContext>
  )
}
