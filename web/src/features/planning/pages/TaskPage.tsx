import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Suspense, useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { calledBy } from '@/lib/lockedName'
import { useDocumentTitle } from '@/ui/Page'
import { PageSkeleton } from '@/ui/PageSkeleton'
import { planQuery } from '../queries'
import { taskByKeyQuery } from '../task/queries'
import { TaskView } from '../task/TaskView'
import { keyOf } from '../task/taskKey'
import '../task/task.css'

/** One task by its key, with the ways to its place in the plan and on the board. */
export function TaskPage() {
  const { taskKey } = useParams({ from: '/shell/tasks/$taskKey' })
  const { data: task } = useSuspenseQuery(taskByKeyQuery(taskKey))
  const projectId = task.project?.id
  if (projectId === undefined) return null
  return (
    <Suspense fallback={<PageSkeleton />}>
      <TaskOfPlan projectId={projectId} taskId={task.id} name={calledBy(task.name, task.number)} />
    </Suspense>
  )
}

type TaskOfPlanProps = { projectId: string; taskId: string; name: string }

function TaskOfPlan({ projectId, taskId, name }: TaskOfPlanProps) {
  const { t } = useTranslation('task')
  const { t: words } = useTranslation('planning')
  const navigate = useNavigate()
  const { data: plan } = useSuspenseQuery(planQuery(projectId))
  const current = plan.tasks[plan.outline.indexById.get(taskId) ?? -1]
  useDocumentTitle(`${current?.name ?? name} · ${plan.project.name}`)
  const openTask = useCallback(
    (other: string) => {
      const found = plan.tasks[plan.outline.indexById.get(other) ?? -1]
      if (found) {
        const taskKey = keyOf(plan.project.key, found.number)
        void navigate({ to: '/tasks/$taskKey', params: { taskKey } })
      }
    },
    [plan, navigate],
  )

  return (
    <div className="page task-page">
      <nav className="task-places" aria-label={t('places')}>
        <Link to="/projects/$projectId/overview" params={{ projectId }}>
          {plan.project.key} {plan.project.name}
        </Link>
        <Link
          to="/projects/$projectId/plan"
          params={{ projectId }}
          search={{ task: taskId, panel: 'task' }}
        >
          {t('inPlan')}
        </Link>
        <Link to="/projects/$projectId/board" params={{ projectId }} search={{ task: taskId }}>
          {t('onBoard')}
        </Link>
      </nav>
      <h1 className="visually-hidden">{current?.name ?? name}</h1>
      <h2 className="visually-hidden">{words('panel.task')}</h2>
      <h3 className="visually-hidden">{keyOf(plan.project.key, current?.number ?? 0)}</h3>
      <TaskView projectId={projectId} taskId={taskId} onOpenTask={openTask} />
    </div>
  )
}
