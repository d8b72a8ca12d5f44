import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatDate } from '@/lib/format'
import { TaskName } from '@/ui/TaskName'
import type { Overview } from '../queries'

type CriticalTasksProps = {
  tasks: Overview['critical_tasks']
  /** How many there are in all. */
  count: number
  onTask: (taskId: string) => void
  onAll: () => void
}

const FIRST = 12

/** The tasks that decide the finish, in order of time. */
export function CriticalTasks({ tasks, count, onTask, onAll }: CriticalTasksProps) {
  const { t } = useTranslation('planning')
  if (tasks.length === 0) return <p className="quiet">{t('noCritical')}</p>

  return (
    <>
      <ol className="rows">
        {tasks.slice(0, FIRST).map(({ task_id, number, wbs_code, name, start, at }) => (
          <li key={task_id} className="row">
            <span className="ellipsis">
              <span className="quiet number">{wbs_code} </span>
              <button type="button" className="text-button" onClick={() => onTask(task_id)}>
                <TaskName name={name} mark={number} />
              </button>
            </span>
            <span className="quiet number nowrap">
              {formatDate(start)} → {formatDate(at)}
            </span>
          </li>
        ))}
      </ol>
      {Math.min(tasks.length, FIRST) < count && (
        <Button type="link" className="start" onClick={onAll}>
          {t('showAllInPlan', { count })}
        </Button>
      )}
    </>
  )
}
