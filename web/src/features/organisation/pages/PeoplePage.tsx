import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Can } from '@/ui/Can'
import { EmptyState } from '@/ui/EmptyState'
import { Page } from '@/ui/Page'
import { ImportButton } from '../components/ImportButton'
import { PeopleTable } from '../components/PeopleTable'
import { NewPerson } from '../people/dialogs'
import { PeopleFilters } from '../people/PeopleFilters'
import { PersonDrawer } from '../people/PersonDrawer'
import { Places } from '../people/Places'
import { peopleQuery } from '../people/queries'
import { type Unit, unitsQuery } from '../queries'
import type { OrganisationListSearch, PeopleView } from '../search'
import { unitsBelow } from '../unitTree'

function usePeople(search: OrganisationListSearch, units: Unit[]) {
  const { person: _, view: __, columns: ___, ...narrowed } = useDeferredValue(search)
  const below = narrowed.unit ? unitsBelow(units, narrowed.unit) : []
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useSuspenseInfiniteQuery(
    peopleQuery(narrowed, below),
  )
  const more = () => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }
  return {
    people: data.pages.flatMap(({ items }) => items),
    total: data.pages[0]?.total ?? 0,
    more,
  }
}

/** Who works here, for whom and where. */
export function PeoplePage() {
  const { t } = useTranslation('organisation')
  const navigate = useNavigate()
  const search = useSearch({ from: '/shell/governance/people' })
  const { data: units } = useSuspenseQuery(unitsQuery)
  const { people, total, more } = usePeople(search, units)
  const [isAdding, setAdding] = useState(false)
  const narrow = (change: OrganisationListSearch) =>
    navigate({ to: '/governance/people', search: { ...search, ...change }, replace: true })
  const view: PeopleView = search.view ?? 'table'

  return (
    <Page
      fills
      title={t('people')}
      lead={t('personCount', { count: total })}
      actions={
        <>
          <Segmented<PeopleView>
            aria-label={t('person.view')}
            options={(['table', 'places'] as const).map((one) => ({
              value: one,
              label: t(`person.views.${one}`),
            }))}
            value={view}
            onChange={(chosen) => narrow({ view: chosen === 'places' ? chosen : undefined })}
          />
          <Can permission="organisation.manage">
            <Button icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
              {t('person.new')}
            </Button>
          </Can>
          <ImportButton kind="people" />
        </>
      }
    >
      {view === 'table' && <PeopleFilters search={search} units={units} onNarrow={narrow} />}
      {view === 'places' ? (
        <Places units={units} />
      ) : people.length === 0 ? (
        <EmptyState title={t('empty.people')} hint={t('empty.peopleHint')} />
      ) : (
        <PeopleTable
          people={people}
          chosen={search.columns}
          onOpen={(person) => narrow({ person })}
          onEndReached={more}
        />
      )}
      <NewPerson open={isAdding} unitId={search.unit} onClose={() => setAdding(false)} />
      {search.person && (
        <PersonDrawer personId={search.person} onClose={() => narrow({ person: undefined })} />
      )}
    </Page>
  )
}
