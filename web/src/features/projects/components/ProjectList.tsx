import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useCallback, useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsPhone } from '@/lib/useIsPhone'
import { EmptyState } from '@/ui/EmptyState'
import { Page } from '@/ui/Page'
import { projectListQuery } from '../queries'
import type { ProjectListSearch } from '../search'
import { ProjectCards } from './ProjectCards'
import { ProjectFilters } from './ProjectFilters'
import { ProjectTable } from './ProjectTable'

type ProjectListProps = { actions: ReactNode; importHint: ReactNode }

/** Every project the viewer may see, filtered and sorted by the address. */
export function ProjectList({ actions, importHint }: ProjectListProps) {
  const { t } = useTranslation('projects')
  const navigate = useNavigate()
  const search = useSearch({ from: '/shell/projects' })
  const shown = useDeferredValue(search)
  const isPhone = useIsPhone()
  const { data, fetchNextPage, hasNextPage, isFetchingNextPage } = useSuspenseInfiniteQuery(
    projectListQuery(shown),
  )
  const projects = data.pages.flatMap(({ items }) => items)
  const total = data.pages[0]?.total ?? 0
  const isFiltered = Boolean(search.q || search.unit || search.state || search.health)

  const narrow = useCallback(
    (change: Partial<ProjectListSearch>) =>
      navigate({ to: '/projects', search: (now) => ({ ...now, ...change }), replace: true }),
    [navigate],
  )
  const more = () => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }

  return (
    <Page title={t('title')} lead={t('count', { count: total })} actions={actions} fills>
      {(total > 0 || isFiltered) && <ProjectFilters search={search} onChange={narrow} />}
      {total === 0 && !isFiltered && (
        <EmptyState title={t('empty.title')} hint={t('empty.hint')} action={importHint} />
      )}
      {total === 0 && isFiltered && (
        <EmptyState
          title={t('noMatch.title')}
          hint={t('noMatch.hint')}
          action={
            <Button onClick={() => navigate({ to: '/projects', search: {} })}>
              {t('noMatch.clear')}
            </Button>
          }
        />
      )}
      {total > 0 && isPhone && (
        <ProjectCards projects={projects} hasMore={hasNextPage} onMore={more} />
      )}
      {total > 0 && !isPhone && (
        <ProjectTable
          projects={projects}
          sort={search.sort ?? '-finish'}
          onSort={(sort) => narrow({ sort: sort || undefined })}
          onEndReached={more}
          isUpdating={shown !== search}
        />
      )}
    </Page>
  )
}
