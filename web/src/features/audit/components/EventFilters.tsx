import { useQuery } from '@tanstack/react-query'
import { Button, Input, Select, Tag, TreeSelect } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FindField } from '@/ui/FindField'
import { useClear } from '@/ui/useClear'
import { useDelayed } from '@/ui/useDelayed'
import { grouped } from '../kinds'
import { auditStateQuery, OUTCOMES, scopeQuery, scopesQuery } from '../queries'
import { type AuditSearch, NARROWING } from '../search'
import { useKindName } from '../words'
import { Days } from './Days'
import { Somebody } from './Somebody'

type EventFiltersProps = {
  search: AuditSearch
  /** What the chosen account is called, where an event tells it. */
  name?: string | null
  onNarrow: (change: AuditSearch) => void
}

/** When, who, what, where and how it ended: each narrows the list and the export alike. */
export function EventFilters({ search, name, onNarrow }: EventFiltersProps) {
  const clear = useClear()
  const { t } = useTranslation('audit')
  const isNarrowed = NARROWING.some((one) => search[one] !== undefined)
  return (
    <search className="filters">
      <Days since={search.since} until={search.until} isOptional onChange={onNarrow} />
      <Who search={search} name={name} onNarrow={onNarrow} />
      <Kinds value={search.kinds} onChange={(kinds) => onNarrow({ kinds })} />
      <Where value={search.within} onChange={(within) => onNarrow({ within })} />
      <Select
        allowClear={clear}
        aria-label={t('filterOutcome')}
        placeholder={t('filterOutcome')}
        options={OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }))}
        value={search.outcome}
        onChange={(outcome) => onNarrow({ outcome })}
        className="filter-choice"
      />
      <Input
        allowClear={clear}
        aria-label={t('filterField')}
        placeholder={t('filterField')}
        value={search.field ?? ''}
        onChange={(event) => onNarrow({ field: event.target.value || undefined })}
        className="filter-choice"
      />
      {search.record && (
        <Tag closable onClose={() => onNarrow({ record: undefined })}>
          {t('oneRecord')}
        </Tag>
      )}
      {isNarrowed && (
        <Button
          type="link"
          onClick={() => onNarrow(Object.fromEntries(NARROWING.map((one) => [one, undefined])))}
        >
          {t('clear')}
        </Button>
      )}
    </search>
  )
}

/** An account by name; whoever reads the audit of a part only is offered no list of people. */
function Who({ search, name, onNarrow }: EventFiltersProps) {
  const { t } = useTranslation('audit')
  const { data: trail } = useQuery(auditStateQuery)
  if (search.q || (trail?.is_whole === false && !search.account))
    return <FindField label={t('filterWho')} value={search.q} onFind={(q) => onNarrow({ q })} />
  return (
    <Somebody
      label={t('doneBy')}
      value={search.account}
      name={name}
      keyOf={(one) => one.account_id}
      onChange={(account) => onNarrow({ account })}
    />
  )
}

type ChoiceProps = { value: string | undefined; onChange: (value: string | undefined) => void }

/** Kinds of events, one by one or a group at once. */
function Kinds({ value, onChange }: ChoiceProps) {
  const clear = useClear()
  const { t, i18n } = useTranslation('audit')
  const nameOf = useKindName()
  const named = Object.keys(i18n.getResourceBundle(i18n.resolvedLanguage ?? 'en', 'audit').kind)
  const tree = grouped(named).map(({ group, kinds }) => ({
    key: group,
    value: group,
    title: t(`kindGroup.${group}`),
    children: kinds.map((kind) => ({ key: kind, value: kind, title: nameOf(kind) })),
  }))
  return (
    <TreeSelect
      allowClear={clear}
      multiple
      treeCheckable
      showCheckedStrategy={TreeSelect.SHOW_CHILD}
      aria-label={t('filterKind')}
      placeholder={t('filterKind')}
      className="filter-choice"
      popupMatchSelectWidth={false}
      maxTagCount={0}
      maxTagPlaceholder={(chosen) => t('nKinds', { count: chosen.length })}
      treeData={tree}
      treeNodeFilterProp="title"
      value={value?.split(',') ?? []}
      onChange={(chosen: string[]) => onChange(chosen.join(',') || undefined)}
    />
  )
}

/** A project, a unit or the whole company, with all below it. */
function Where({ value, onChange }: ChoiceProps) {
  const clear = useClear()
  const { t } = useTranslation('audit')
  const [text, setText] = useState('')
  const { data: found } = useQuery(scopesQuery(useDelayed(text)))
  const { data: chosen } = useQuery(scopeQuery(value))
  const known = new Map([...(chosen ?? []), ...(found ?? [])].map((one) => [one.id, one.label]))
  return (
    <Select
      allowClear={clear}
      aria-label={t('where')}
      placeholder={t('where')}
      className="filter-choice"
      popupMatchSelectWidth={false}
      value={value}
      options={[...known].map(([id, label]) => ({ value: id, label }))}
      showSearch={{ filterOption: false, onSearch: setText }}
      onChange={(scope) => onChange(scope)}
    />
  )
}
