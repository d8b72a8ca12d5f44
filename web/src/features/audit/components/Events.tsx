import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { Input, Select } from 'antd'
import { useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/ui/EmptyState'
import { FindField } from '@/ui/FindField'
import { auditQuery, OUTCOMES } from '../queries'
import type { AuditSearch } from '../search'
import { EventDetails } from './EventDetails'
import { EventTable } from './EventTable'

type EventsProps = { search: AuditSearch; onNarrow: (change: AuditSearch) => void }

/** What happened, the newest first, narrowed by who, how it ended and what changed. */
export function Events({ search, onNarrow }: EventsProps) {
  const { t } = useTranslation('audit')
  const shown = useDeferredValue(search)
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useSuspenseInfiniteQuery(
    auditQuery(shown),
  )
  const events = data.pages.flatMap(({ items }) => items)

  return (
    <>
      <search className="filters">
        <FindField label={t('filterWho')} value={search.q} onFind={(q) => onNarrow({ q })} />
        <Select
          allowClear
          aria-label={t('filterOutcome')}
          placeholder={t('filterOutcome')}
          options={OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }))}
          value={search.outcome}
          onChange={(outcome) => onNarrow({ outcome })}
          className="filter-choice"
        />
        <Input
          allowClear
          aria-label={t('filterField')}
          placeholder={t('filterField')}
          value={search.field ?? ''}
          onChange={(event) => onNarrow({ field: event.target.value || undefined })}
          className="filter-choice"
        />
      </search>
      {events.length === 0 ? (
        <EmptyState title={t('empty')} hint={t('emptyHint')} />
      ) : (
        <EventTable
          events={events}
          onEndReached={() => {
            if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
          }}
        />
      )}
      <EventDetails
        event={events.find(({ id }) => id === search.event)}
        onClose={() => onNarrow({ event: undefined })}
      />
    </>
  )
}
