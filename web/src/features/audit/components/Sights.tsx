import { useQuery } from '@tanstack/react-query'
import { Alert, Select, Skeleton, Table, type TableColumnsType } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '@/lib/format'
import { isRowKind, type RowKind } from '@/lib/rows'
import { useIsPhone } from '@/lib/useIsPhone'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { Locked } from '@/ui/Locked'
import { RowPick } from '@/ui/rows/RowPick'
import { useClear } from '@/ui/useClear'
import { readableQuery, type Sight, type SightQuestion, sightsQuery } from '../queries'
import { type AuditSearch, dayOf, endOf, isTurnedRound, startOf } from '../search'
import { useSeenWords } from '../useSeenWords'
import { Days, TurnedRound } from './Days'
import { Somebody } from './Somebody'

type SightsProps = { search: AuditSearch; onAsk: (change: AuditSearch) => void }

const DAYS_BACK = 31
/** Whose records are asked for by the person, or by the account. */
const OF_SOMEBODY = ['person', 'plan_resource', 'account']

/** Of people and accounts one is found among those who ever were here, all else among what is in view. */
const isRowAsked = (resource: string | undefined): resource is RowKind =>
  isRowKind(resource) && resource !== 'person'

/** Who was shown a field of somebody, or what somebody was shown, between two days. */
export function Sights({ search, onAsk }: SightsProps) {
  const { t } = useTranslation('audit')
  const since = search.since ?? dayOf(dayjs().subtract(DAYS_BACK, 'day'))
  const until = search.until ?? dayOf(dayjs())
  const isAsked = !isTurnedRound({ since, until })
  const question = isAsked ? questionOf(search, since, until) : undefined
  const { data, error, isFetching } = useQuery(sightsQuery(question))
  const columns = useColumns()

  return (
    <>
      <search className="filters">
        <Readable search={search} onAsk={onAsk} />
        {OF_SOMEBODY.includes(search.resource ?? '') && (
          <Somebody
            label={t('ofWhom')}
            value={search.somebody}
            keyOf={(one) => (search.resource === 'account' ? one.account_id : one.person_id)}
            onChange={(somebody) => onAsk({ somebody })}
          />
        )}
        {isRowAsked(search.resource) && (
          <RowPick
            key={search.resource}
            kind={search.resource}
            label={t('ofWhich')}
            value={search.somebody}
            onChange={(somebody) => onAsk({ somebody })}
          />
        )}
        <Somebody
          label={t('byWhom')}
          value={search.account}
          name={data?.items.find(({ account }) => account?.id === search.account)?.account?.name}
          keyOf={(one) => one.account_id}
          onChange={(account) => onAsk({ account })}
        />
        <Days since={since} until={until} onChange={onAsk} />
      </search>
      {!isAsked && <TurnedRound />}
      {isAsked && !question && <EmptyState title={t('askSomething')} hint={t('askHint')} />}
      {error && <ErrorState error={error} />}
      {question && isFetching && <Skeleton active />}
      {data && !isFetching && !data.is_complete && (
        <Alert type="info" showIcon title={t('notAll')} />
      )}
      {data && !isFetching && data.items.length === 0 && (
        <EmptyState title={t('nobodySaw')} hint={t('nobodySawHint')} />
      )}
      {data && !isFetching && data.items.length > 0 && (
        <Table
          size="small"
          aria-label={t('whoSaw')}
          rowKey={({ event_id, resource, fields }) => `${event_id} ${resource} ${fields.join()}`}
          columns={columns}
          dataSource={data.items}
          pagination={false}
        />
      )}
    </>
  )
}

/** The question, once it names an account or a resource. */
function questionOf(search: AuditSearch, since: string, until: string): SightQuestion | undefined {
  if (!search.account && !search.resource) return undefined
  return {
    since: startOf(since),
    until: endOf(until),
    account_id: search.account,
    resource: search.resource,
    field: search.field,
    row_id: search.resource ? search.somebody : undefined,
  }
}

/** Of which resource and which field one asks. */
function Readable({ search, onAsk }: SightsProps) {
  const clear = useClear()
  const { t } = useTranslation('audit')
  const { data } = useQuery(readableQuery)
  const words = useSeenWords()
  const chosen = data?.find(({ resource }) => resource === search.resource)
  return (
    <>
      <Select
        allowClear={clear}
        aria-label={t('ofWhat')}
        placeholder={t('ofWhat')}
        className="filter-choice"
        value={search.resource}
        options={data?.map(({ resource }) => ({
          value: resource,
          label: words.resource(resource),
        }))}
        onChange={(resource) => onAsk({ resource, field: undefined, somebody: undefined })}
      />
      {chosen && (
        <Select
          allowClear={clear}
          aria-label={t('whichField')}
          placeholder={t('whichField')}
          className="filter-choice"
          value={search.field}
          options={chosen.fields.map((field) => ({
            value: field,
            label: words.field(chosen.resource, field),
          }))}
          onChange={(field) => onAsk({ field })}
        />
      )}
    </>
  )
}

function useColumns(): TableColumnsType<Sight> {
  const { t } = useTranslation('audit')
  const isPhone = useIsPhone()
  const words = useSeenWords()
  const what = ({ resource, fields }: Sight) => {
    const named = fields.map((field) => words.field(resource, field))
    return t('seen', { resource: words.resource(resource), fields: named.join(t('separator')) })
  }
  const wide: TableColumnsType<Sight> = [
    { key: 'what', title: t('what'), render: (_, one) => what(one) },
    {
      key: 'rows',
      title: t('nRows'),
      width: 90,
      align: 'right',
      className: 'number',
      dataIndex: 'n_rows',
    },
    {
      key: 'how',
      title: t('shownBy'),
      width: 110,
      render: (_, one) => (
        <>
          {t(one.is_export ? 'exported' : one.is_on_request ? 'onRequest' : 'onScreen')}
          {one.is_under_glass && <div className="quiet">{t('underGlass')}</div>}
        </>
      ),
    },
    {
      key: 'ip',
      title: t('ip'),
      width: 140,
      render: (_, one) => (
        <Locked of={one} field="ip">
          {one.ip}
        </Locked>
      ),
    },
  ]
  return [
    {
      key: 'when',
      title: t('when'),
      width: isPhone ? 104 : 160,
      className: 'number',
      render: (_, one) => formatInstant(one.at),
    },
    {
      key: 'who',
      title: t('who'),
      width: isPhone ? undefined : 170,
      render: (_, one) => (
        <>
          <Locked of={one} field="account">
            {one.account?.name ?? t('system')}
          </Locked>
          {isPhone && <div className="quiet">{what(one)}</div>}
        </>
      ),
    },
    ...(isPhone ? [] : wide),
  ]
}
