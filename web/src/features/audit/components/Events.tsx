import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { auditQuery } from '../queries'
import { type AuditSearch, isTurnedRound } from '../search'
import { TurnedRound } from './Days'
import { EventDetails } from './EventDetails'
import { EventFilters } from './EventFilters'
import { EventTable } from './EventTable'

type EventsProps = { search: AuditSearch; onNarrow: (change: AuditSearch) => void }

/** What happened, the newest first, narrowed by when, who, what, where and how it ended. */
export function Events({ search, onNarrow }: EventsProps) {
  const { t } = useTranslation('audit')
  const isAsked = !isTurnedRound(search)
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    ...auditQuery(search),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  })
  const events = data?.pages.flatMap(({ items }) => items)
  const byChosen = events?.find(({ actor_id }) => actor_id === search.account)

  return (
    <>
      <EventFilters search={search} name={byChosen?.actor_name} onNarrow={onNarrow} />
      {!isAsked && <TurnedRound />}
      {isAsked && error && <ErrorState error={error} />}
      {isAsked && !error && !events && <Skeleton active />}
      {isAsked && !error && events?.length === 0 && (
        <EmptyState title={t('empty')} hint={t('emptyHint')} />
      )}
      {isAsked && !error && events && events.length > 0 && (
        <EventTable
          events={events}
          onEndReached={() => {
            if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
          }}
        />
      )}
      <EventDetails
        event={events?.find(({ id }) => id === search.event)}
        onClose={() => onNarrow({ event: undefined })}
      />
    </>
  )
}
