import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { isPlanClosed } from '@/lib/classes'
import { formatDate } from '@/lib/format'
import { Health } from '@/ui/Health'
import { HistoryButton } from '@/ui/history/HistoryButton'
import { Locked } from '@/ui/Locked'
import { useDocumentTitle } from '@/ui/Page'
import { Slip } from '@/ui/Slip'
import type { Project } from '../queries'
import { DecideButton } from './DecideButton'
import { ProjectClass } from './ProjectClass'

/** The name of a project and how it stands, above all of its pages. */
export function ProjectHeader({ project }: { project: Project }) {
  const { t } = useTranslation('projects')
  useDocumentTitle(project.name)

  return (
    <div className="project-head">
      <div className="project-name">
        <Link to="/projects" className="quiet">
          {t('title')}
        </Link>
        <span className="quiet" aria-hidden>
          /
        </span>
        <span className="quiet number">{project.key}</span>
        <h1 className="page-title">{project.name}</h1>
      </div>
      <div className="project-state">
        {project.state !== 'active' && <span>{t(`state.${project.state}`)}</span>}
        {isPlanClosed(project) ? (
          <span className="quiet">
            {t('column.finish')}{' '}
            <Locked of={project} field="start">
              {null}
            </Locked>
          </span>
        ) : (
          <>
            <Health value={project.health} />
            <span className="number">
              {t('column.finish')} {formatDate(project.finish)}
            </span>
            <Slip minutes={project.slip_minutes} />
          </>
        )}
        {(project.manager || project._locked?.includes('manager')) && (
          <span className="quiet">
            {t('header.manager')}{' '}
            <Locked of={project} field="manager" kind="project">
              {project.manager?.name}
            </Locked>
          </span>
        )}
        <DecideButton project={project} />
        <HistoryButton kind="project" id={project.id} name={project.name} compact />
        <ProjectClass project={project} />
      </div>
    </div>
  )
}
