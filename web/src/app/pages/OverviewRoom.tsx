import { useParams } from '@tanstack/react-router'
import { SubjectPanel } from '@/features/collaboration/discussion/SubjectPanel'
import { OverviewPage } from '@/features/planning/pages/OverviewPage'

/** How a project stands, with its files and what is said about it. */
export function OverviewRoom() {
  const { projectId } = useParams({ from: '/shell/projects/$projectId' })
  return <OverviewPage discussion={<SubjectPanel kind="project" id={projectId} level={2} />} />
}
