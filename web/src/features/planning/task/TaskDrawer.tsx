import { Drawer, Skeleton } from 'antd'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsPhone } from '@/lib/useIsPhone'
import { TaskView } from './TaskView'

type TaskDrawerProps = {
  projectId: string
  taskId: string
  onClose: () => void
}

/** A task beside whatever page it was opened from. */
export function TaskDrawer({ projectId, taskId, onClose }: TaskDrawerProps) {
  const { t } = useTranslation('planning')
  const isPhone = useIsPhone()
  // From one task of the plan to another, without leaving the page.
  const [shown, setShown] = useState({ opened: taskId, task: taskId })
  const task = shown.opened === taskId ? shown.task : taskId

  return (
    <Drawer
      open
      placement={isPhone ? 'bottom' : 'right'}
      size={isPhone ? 'large' : 480}
      title={t('panel.task')}
      onClose={onClose}
    >
      <Suspense fallback={<Skeleton active />}>
        <TaskView
          projectId={projectId}
          taskId={task}
          onOpenTask={(next) => setShown({ opened: taskId, task: next })}
        />
      </Suspense>
    </Drawer>
  )
}
