import { SubjectPanel } from '@/features/collaboration/discussion/SubjectPanel'
import { PlanClosed } from '@/features/projects/components/PlanClosed'
import type { Project } from '@/features/projects/queries'

/** All there is of a project whose plan is closed to the viewer: the lock, and what is said of it. */
export function ClosedProject({ project }: { project: Project }) {
  return (
    <div className="page">
      <PlanClosed project={project} />
      <SubjectPanel kind="project" id={project.id} level={2} />
    </div>
  )
}
