import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, Outlet, useParams } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { ProjectHeader } from '@/features/projects/components/ProjectHeader'
import { projectQuery } from '@/features/projects/queries'
import { isPlanClosed } from '@/lib/classes'
import { rememberPlace } from '@/lib/recent'
import { useSession } from '@/lib/session'

const INTERNAL = 1
const TABS = ['overview', 'plan', 'board'] as const

// Few see one, so the pages of all others do not load it.
const ClosedProject = lazy(() =>
  import('./ClosedProject').then((page) => ({ default: page.ClosedProject })),
)

/** One project: its name and state, and its pages. */
export function ProjectSpace() {
  const { t } = useTranslation('app')
  const { projectId } = useParams({ from: '/shell/projects/$projectId' })
  const { data: project } = useSuspenseQuery(projectQuery(projectId))
  const { user } = useSession()
  const { key, classification } = project
  // What stays in the browser names nothing that is more than internal.
  const name = classification > INTERNAL ? key : project.name
  const isClosed = isPlanClosed(project)
  useEffect(() => {
    const href = `/projects/${projectId}/overview`
    if (user)
      rememberPlace(user.id, { href, name, hint: name === key ? '' : key, projectId, isClosed })
  }, [user, projectId, key, name, isClosed])

  if (isClosed)
    return (
      <>
        <ProjectHeader project={project} />
        <Suspense fallback={null}>
          <ClosedProject project={project} />
        </Suspense>
      </>
    )
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
