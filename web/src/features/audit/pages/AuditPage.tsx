import { SearchOutlined } from '@ant-design/icons'
import { useQuery, useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Input, Select } from 'antd'
import { useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '@/lib/format'
import { EmptyState } from '@/ui/EmptyState'
import { Page } from '@/ui/Page'
import { EventDetails } from '../components/EventDetails'
import { EventTable } from '../components/EventTable'
import { auditQuery, auditStateQuery, OUTCOMES } from '../queries'
import type { AuditSearch } from '../search'

/** What happened, by whom, from where and how it ended. */
export function AuditPage() {
  const { t } = useTranslation('audit')
  const navigate = useNavigate()
  const search = useSearch({ from: '/shell/governance/audit' })
  const shown = useDeferredValue(search)
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useSuspenseInfiniteQuery(
    auditQuery(shown),
  )
  const events = data.pages.flatMap(({ items }) => items)
  const narrow = (change: AuditSearch) =>
    navigate({ to: '/governance/audit', search: (now) => ({ ...now, ...change }), replace: true })

  return (
    <Page title={t('audit')} lead={<SealState />} fills>
      <search className="filters">
        <Input
          allowClear
          prefix={<SearchOutlined aria-hidden />}
          aria-label={t('filterWho')}
          placeholder={t('filterWho')}
          value={search.q ?? ''}
          onChange={(event) => narrow({ q: event.target.value || undefined })}
          className="filter-text"
        />
        <Select
          allowClear
          aria-label={t('filterOutcome')}
          placeholder={t('filterOutcome')}
          options={OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }))}
          value={search.outcome}
          onChange={(outcome) => narrow({ outcome })}
          className="filter-choice"
        />
        <Input
          allowClear
          aria-label={t('filterField')}
          placeholder={t('filterField')}
          value={search.field ?? ''}
          onChange={(event) => narrow({ field: event.target.value || undefined })}
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
        onClose={() => narrow({ event: undefined })}
      />
    </Page>
  )
}

/** How much of the trail is sealed. */
function SealState() {
  const { t } = useTranslation('audit')
  const { data } = useQuery(auditStateQuery)
  if (!data) return null
  if (!data.is_whole) return t('ofAPart')
  const waiting = t('waiting', { count: data.n_waiting ?? 0 })
  if (!data.block) return `${t('notSealed')} ${waiting}`
  const at = formatInstant(data.block.sealed_at)
  return `${t('sealed', { number: data.block.number, count: data.block.tree_size, at })} ${waiting}`
}
