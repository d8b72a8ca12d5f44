import { lazy, Suspense, useState } from 'react'
import { NewsCard } from '@/features/collaboration/notifications/NewsCard'
import { MyWork } from '@/features/work/components/MyWork'
import type { WorkTask } from '@/features/work/queries'

const TaskDrawer = lazy(() =>
  import('@/features/planning/task/TaskDrawer').then((module) => ({ default: module.TaskDrawer })),
)

/** One's own work, what has been notified beside it, and the task that is open. */
export function MyWorkPage() {
  const [opened, setOpened] = useState<WorkTask | null>(null)
  return (
    <>
      <MyWork notices={<NewsCard />} onOpenTask={setOpened} />
      <Suspense fallback={null}>
        {opened && (
          <TaskDrawer
            projectId={opened.project.id}
            taskId={opened.id}
            onClose={() => setOpened(null)}
          />
        )}
      </Suspense>
    </>
  )
}
