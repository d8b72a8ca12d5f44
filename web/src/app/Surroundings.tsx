import { lazy, type ReactNode, Suspense } from 'react'
import { TaskExtras, type TaskOfProject } from '@/features/planning/taskExtras'
import { PageSkeleton } from '@/ui/PageSkeleton'

const SubjectPanel = lazy(() =>
  import('@/features/collaboration/discussion/SubjectPanel').then((module) => ({
    default: module.SubjectPanel,
  })),
)

const discussionOf = ({ id }: TaskOfProject) => (
  <Suspense fallback={<PageSkeleton />}>
    <SubjectPanel kind="task" id={id} />
  </Suspense>
)

/** Puts below every task, wherever it is opened, its files and what is said about it. */
export function Surroundings({ children }: { children: ReactNode }) {
  return <TaskExtras value={discussionOf}>{children}</TaskExtras>
}
