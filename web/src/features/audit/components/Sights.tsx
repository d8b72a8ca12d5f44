import { useQuery } from '@tanstack/react-query'
import { Alert, DatePicker, Select, Skeleton, Table, type TableColumnsType } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '@/lib/format'
import { useIsPhone } from '@/lib/useIsPhone'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { Locked } from '@/ui/Locked'
import { readableQuery, type Sight, type SightQuestion, sightsQuery, whoQuery } from '../queries'
import type { AuditSearch } from '../search'
import { useFieldName } from '../useFieldName'

type SightsProps = { search: AuditSearch; onAsk: (change: AuditSearch) => void }

const DAYS_BACK = 31
const dayOf = (date: dayjs.Dayjs) => date.format('YYYY-MM-DD')

/** Who was shown a field of somebody, or what somebody was shown, between two days. */
export function Sights({ search, onAsk }: SightsProps) {
  const { t } = useTranslation('audit')
  const since = search.since ?? dayOf(dayjs().subtract(DAYS_BACK, 'day'))
  const until = search.until ?? dayOf(dayjs())
  const question = questionOf(search, since, until)
  const { data, error, isFetching } = useQuery(sightsQuery(question))
  const columns = useColumns()

  return (
    <>
      <search className="filters">
        <Readable search={search} onAsk={onAsk} />
        <Somebody
          label={t('ofWhom')}
          value={search.somebody}
          isWanted={search.resource === 'person' || search.resource === 'account'}
          keyOf={(one) => (search.resource === 'account' ? one.account_id : one.person_id)}
          onChange={(somebody) => onAsk({ somebody })}
        />
        <Somebody
          label={t('byWhom')}
          value={search.account}
          isWanted
          keyOf={(one) => one.account_id}
          onChange={(account) => onAsk({ account })}
        />
        <DatePicker.RangePicker
          aria-label={t('between')}
          allowClear={false}
          value={[dayjs(since), dayjs(until)]}
          onChange={(days) =>
            days?.[0] && days[1] && onAsk({ since: dayOf(days[0]), until: dayOf(days[1]) })
          }
        />
      </search>
      {!question && <EmptyState title={t('askSomething')} hint={t('askHint')} />}
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
          rowKey={({ event_id, resource }) => `${event_id} ${resource}`}
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
    since: dayjs(since).toISOString(),
    until: dayjs(until).add(1, 'day').toISOString(),
    account_id: search.account,
    resource: search.resource,
    field: search.field,
    row_id: search.resource ? search.somebody : undefined,
  }
}

/** Of which resource and which field one asks. */
function Readable({ search, onAsk }: SightsProps) {
  const { t } = useTranslation('audit')
  const { data } = useQuery(readableQuery)
  const nameOf = useResourceName()
  const fieldOf = useFieldName()
  const chosen = data?.find(({ resource }) => resource === search.resource)
  return (
    <>
      <Select
        allowClear
        aria-label={t('ofWhat')}
        placeholder={t('ofWhat')}
        className="filter-choice"
        value={search.resource}
        options={data?.map(({ resource }) => ({ value: resource, label: nameOf(resource) }))}
        onChange={(resource) => onAsk({ resource, field: undefined, somebody: undefined })}
      />
      {chosen && (
        <Select
          allowClear
          aria-label={t('whichField')}
          placeholder={t('whichField')}
          className="filter-choice"
          value={search.field}
          options={chosen.fields.map((field) => ({ value: field, label: fieldOf(field) }))}
          onChange={(field) => onAsk({ field })}
        />
      )}
    </>
  )
}

type Found = { id: string; name: string; account_id: string | null; person_id: string | null }
type SomebodyProps = {
  label: string
  value: string | undefined
  isWanted: boolean
  keyOf: (one: Found) => string | null
  onChange: (key: string | undefined) => void
}

/** A person or an account, found by name. */
function Somebody({ label, value, isWanted, keyOf, onChange }: SomebodyProps) {
  const [text, setText] = useState('')
  const { data } = useQuery({ ...whoQuery(text), enabled: isWanted })
  if (!isWanted) return null
  const options = data?.flatMap((one) => {
    const key = keyOf(one)
    return key ? [{ value: key, label: one.name }] : []
  })
  return (
    <Select
      allowClear
      aria-label={label}
      placeholder={label}
      className="filter-choice"
      value={value}
      options={options}
      showSearch={{ filterOption: false, onSearch: setText }}
      onChange={(key) => onChange(key)}
    />
  )
}

function useResourceName() {
  const { t } = useTranslation('audit')
  return (resource: string): string => t(`resource.${resource}`, { defaultValue: resource })
}

function useColumns(): TableColumnsType<Sight> {
  const { t } = useTranslation('audit')
  const isPhone = useIsPhone()
  const nameOf = useResourceName()
  const fieldOf = useFieldName()
  const what = ({ resource, fields }: Sight) =>
    t('seen', { resource: nameOf(resource), fields: fields.map(fieldOf).join(t('separator')) })
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
      render: (_, one) =>
        t(one.is_export ? 'exported' : one.is_on_request ? 'onRequest' : 'onScreen'),
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
