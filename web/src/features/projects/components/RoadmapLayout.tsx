import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { Segmented, Switch } from 'antd'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsPhone } from '@/lib/useIsPhone'
import { Page } from '@/ui/Page'
import { roadmapQuery } from '../queries'
import { Roadmap } from '../roadmap/Roadmap'
import { RoadmapCards } from '../roadmap/RoadmapCards'
import { RoadmapTable } from '../roadmap/RoadmapTable'
import { isFiltered, type Zoom } from '../search'
import { useGroupedRows } from '../useGroupedRows'
import { Lead } from './Lead'
import { NoProjects } from './NoProjects'
import type { LayoutProps } from './ProjectList'

const NOWHERE = { start: null, finish: null }

/** The projects on one time axis: a picture, a table, or cards on a phone. */
export function RoadmapLayout(props: LayoutProps) {
  const { search, isUpdating, bar, onChange, onToggle, actions, importHint } = props
  const { t } = useTranslation('projects')
  const isPhone = useIsPhone()
  const query = useSuspenseInfiniteQuery(roadmapQuery(search))
  const { pages } = query.data
  const { fetchNextPage } = query
  const { rows, total } = useGroupedRows(pages, search)
  const isEmpty = total === 0
  const Picture = isPhone ? RoadmapCards : Roadmap
  const Shown = search.table ? RoadmapTable : Picture
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage])

  return (
    <Page
      title={t('title')}
      lead={<Lead total={total} search={search} onChange={onChange} />}
      actions={actions}
      fills
    >
      {(!isEmpty || isFiltered(search)) && bar}
      {isEmpty && <NoProjects search={search} importHint={importHint} />}
      {!isEmpty && (
        <>
          <div className="roadmap-tools">
            {!isPhone && !search.table && (
              <Segmented<Zoom>
                size="small"
                aria-label={t('roadmap.zoom')}
                value={search.zoom ?? 'quarter'}
                onChange={(zoom) => onChange({ zoom: zoom === 'quarter' ? undefined : zoom })}
                options={[
                  { value: 'month', label: t('zoom.month') },
                  { value: 'quarter', label: t('zoom.quarter') },
                  { value: 'year', label: t('zoom.year') },
                ]}
              />
            )}
            {!search.table && <Legend />}
            <span className="roadmap-as-table">
              <Switch
                size="small"
                aria-label={t('roadmap.asTable')}
                checked={search.table === true}
                onChange={(isOn) => onChange({ table: isOn || undefined })}
              />
              {t('roadmap.asTable')}
            </span>
          </div>
          <Shown
            rows={rows}
            extent={pages[0]?.extent ?? NOWHERE}
            search={search}
            isUpdating={isUpdating}
            onToggle={onToggle}
            hasMore={query.hasNextPage}
            isFetching={query.isFetchingNextPage}
            onMore={more}
          />
        </>
      )}
    </Page>
  )
}

/** What the marks of the picture mean. */
function Legend() {
  const { t } = useTranslation('projects')
  const isPhone = useIsPhone()
  return (
    <ul className="roadmap-legend quiet">
      <li data-mark="agreed">{t('legend.baseline')}</li>
      {!isPhone && <li data-mark="date">{t('legend.milestone')}</li>}
      {!isPhone && <li data-mark="late">{t('legend.late')}</li>}
      {!isPhone && <li data-mark="link">{t('legend.link')}</li>}
      <li data-mark="today">{t('legend.today')}</li>
    </ul>
  )
}
