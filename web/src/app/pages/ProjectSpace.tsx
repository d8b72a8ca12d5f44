import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, Outlet, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ProjectHeader } from '@/features/projects/components/ProjectHeader'
import { projectQuery } from '@/features/projects/queries'

const TABS = ['overview', 'plan'] as const

/** One project: its name and state, and its pages. */
export function ProjectSpace() {
  const { t } = useTranslation('app')
  const { projectId } = useParams({ from: '/shell/projects/$projectId' })
  const { data: project } = useSuspenseQuery(projectQuery(projectId))

  return (
    <>
      <ProjectHeader project={project} />
      <nav className="tabs" aria-label={t('tabs')}>
        {TABS.map((tab) => (
          <Link
            key={tab}
            to={`/projects/$projectId/${tab}`}
            params={{ projectId }}
            className="tab"
            activeOptions={{ includeSearch: false }}
            activeProps={{ 'data-active': true }}
          >
            {t(`tab.${tab}`)}
          </Link>
        ))}
      </nav>
      <Outlet />
    </>
  )
}
