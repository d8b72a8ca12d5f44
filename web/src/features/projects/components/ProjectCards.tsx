import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatDate, formatPercent } from '@/lib/format'
import { Health } from '@/ui/Health'
import { Slip } from '@/ui/Slip'
import type { Project } from '../queries'

type ProjectCardsProps = { projects: Project[]; hasMore: boolean; onMore: () => void }

/** The list of projects on a phone: two lines each. */
export function ProjectCards({ projects, hasMore, onMore }: ProjectCardsProps) {
  const { t } = useTranslation('projects')

  return (
    <>
      <ul className="rows" aria-label={t('title')}>
        {projects.map((project) => (
          <li key={project.id}>
            <Link
              to="/projects/$projectId/overview"
              params={{ projectId: project.id }}
              className="project-card"
            >
              <span className="project-card-name">{project.name}</span>
              <Health value={project.health} />
              <span className="quiet number">
                {formatDate(project.finish)} · {formatPercent(project.percent_complete)}
              </span>
              <Slip minutes={project.slip_minutes} />
            </Link>
          </li>
        ))}
      </ul>
      {hasMore && <Button onClick={onMore}>{t('more')}</Button>}
    </>
  )
}
