import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsPhone } from '@/lib/useIsPhone'
import { Page } from '@/ui/Page'
import { ProjectGrid } from '../grid/ProjectGrid'
import { projectListQuery } from '../queries'
import { isFiltered } from '../search'
import { useGroupedRows } from '../useGroupedRows'
import { Lead } from './Lead'
import { NoProjects } from './NoProjects'
import { ProjectCards } from './ProjectCards'
import type { LayoutProps } from './ProjectList'

/** The projects as a list: a grid, or cards on a phone. */
export function ListLayout({ search, isUpdating, bar, onChange, onToggle, ...head }: LayoutProps) {
  const { t } = useTranslation('projects')
  const isPhone = useIsPhone()
  const query = useSuspenseInfiniteQuery(projectListQuery(search))
  const { pages } = query.data
  const { fetchNextPage } = query
  const { rows, total } = useGroupedRows(pages, search)
  const loading = {
    hasMore: query.hasNextPage,
    isFetching: query.isFetchingNextPage,
    onMore: useCallback(() => void fetchNextPage(), [fetchNextPage]),
  }
  const isEmpty = total === 0

  return (
    <Page
      title={t('title')}
      lead={<Lead total={total} search={search} onChange={onChange} />}
      actions={head.actions}
      fills
    >
      {(!isEmpty || isFiltered(search)) && bar}
      {isEmpty && <NoProjects search={search} importHint={head.importHint} />}
      {!isEmpty && isPhone && (
        <ProjectCards rows={rows} group={search.group} onToggle={onToggle} {...loading} />
      )}
      {!isEmpty && !isPhone && (
        <ProjectGrid
          rows={rows}
          search={search}
          isUpdating={isUpdating}
          onChange={onChange}
          onToggle={onToggle}
          {...loading}
        />
      )}
    </Page>
  )
}
