import { SearchOutlined } from '@ant-design/icons'
import { useSuspenseInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Input, Select } from 'antd'
import { useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/ui/EmptyState'
import { Page } from '@/ui/Page'
import { ImportButton } from '../components/ImportButton'
import { PeopleTable } from '../components/PeopleTable'
import { peopleQuery, unitsQuery } from '../queries'
import type { OrganisationListSearch } from '../search'

/** Who works here, for whom and where. */
export function PeoplePage() {
  const { t } = useTranslation('organisation')
  const navigate = useNavigate()
  const search = useSearch({ from: '/shell/governance/people' })
  const shown = useDeferredValue(search)
  const { data: units } = useSuspenseQuery(unitsQuery)
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useSuspenseInfiniteQuery(
    peopleQuery(shown),
  )
  const people = data.pages.flatMap(({ items }) => items)
  const total = data.pages[0]?.total ?? 0
  const narrow = (change: OrganisationListSearch) =>
    navigate({ to: '/governance/people', search: (now) => ({ ...now, ...change }), replace: true })

  return (
    <Page
      title={t('people')}
      lead={t('personCount', { count: total })}
      actions={<ImportButton kind="people" />}
      fills
    >
      <search className="filters">
        <Input
          allowClear
          prefix={<SearchOutlined aria-hidden />}
          aria-label={t('filterName')}
          placeholder={t('filterName')}
          value={search.q ?? ''}
          onChange={(event) => narrow({ q: event.target.value || undefined })}
          className="filter-text"
        />
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={t('filterUnit')}
          placeholder={t('filterUnit')}
          options={units.map(({ id, name }) => ({ value: id, label: name }))}
          value={search.unit}
          onChange={(unit) => narrow({ unit })}
          popupMatchSelectWidth={false}
          className="filter-choice"
        />
      </search>
      {people.length === 0 ? (
        <EmptyState title={t('empty.people')} hint={t('empty.peopleHint')} />
      ) : (
        <PeopleTable
          people={people}
          onEndReached={() => {
            if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
          }}
        />
      )}
    </Page>
  )
}
