import { Link } from '@tanstack/react-router'
import { Health } from '@/ui/Health'
import type { RoadmapProject } from '../queries'

type RoadmapLabelProps = { project: RoadmapProject; width: number }

/** The name of a project beside its bar, and how it stands. */
export function RoadmapLabel({ project, width }: RoadmapLabelProps) {
  const { id, key, name, health } = project
  return (
    <div className="roadmap-label" style={{ width }}>
      <Link
        to="/projects/$projectId/overview"
        params={{ projectId: id }}
        className="row-link ellipsis"
        title={`${key} ${name}`}
      >
        {name}
      </Link>
      <Health value={health} />
    </div>
  )
}
