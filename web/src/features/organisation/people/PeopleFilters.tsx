import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Dropdown, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { FindField } from '@/ui/FindField'
import { useClear } from '@/ui/useClear'
import type { Unit } from '../queries'
import type { OrganisationListSearch } from '../search'
import { placesQuery } from '../units/queries'
import { COLUMNS, columnsOf } from './fields'
import { usePersonOptions } from './PersonPick'
import { personQuery } from './queries'

type PeopleFiltersProps = {
  search: OrganisationListSearch
  units: Unit[]
  onNarrow: (change: OrganisationListSearch) => void
}

/** What the list of people is narrowed to, and which columns it has. */
export function PeopleFilters({ search, units, onNarrow }: PeopleFiltersProps) {
  const clear = useClear()
  const { t } = useTranslation('organisation')
  const { data: places } = useQuery(placesQuery)
  const sites = [...new Set((places ?? []).map(({ location }) => location))].filter(Boolean).sort()

  return (
    <search className="filters">
      <FindField label={t('person.findBy')} value={search.q} onFind={(q) => onNarrow({ q })} />
      <Select
        allowClear={clear}
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('filterUnit')}
        placeholder={t('filterUnit')}
        options={units.map(({ id, name }) => ({ value: id, label: name }))}
        value={search.unit}
        onChange={(unit) => onNarrow({ unit })}
        popupMatchSelectWidth={false}
        className="filter-choice"
      />
      <Select
        allowClear={clear}
        aria-label={t('person.location')}
        placeholder={t('person.anyLocation')}
        options={sites.map((site) => ({ value: site, label: site }))}
        value={search.location}
        onChange={(location) => onNarrow({ location })}
        popupMatchSelectWidth={false}
        className="filter-choice"
      />
      <Input
        allowClear={clear}
        aria-label={t('person.position')}
        placeholder={t('person.position')}
        value={search.position ?? ''}
        onChange={(event) => onNarrow({ position: event.target.value || undefined })}
        className="filter-text"
      />
      <ManagerFilter manager={search.manager} onNarrow={onNarrow} />
      <Select
        allowClear={clear}
        aria-label={t('person.account')}
        placeholder={t('person.account')}
        options={(['yes', 'no'] as const).map((one) => ({
          value: one,
          label: t(`person.hasAccount.${one}`),
        }))}
        value={search.account}
        onChange={(account) => onNarrow({ account })}
        popupMatchSelectWidth={false}
        className="filter-choice"
      />
      <Checkbox
        checked={search.gone ?? false}
        onChange={({ target }) => onNarrow({ gone: target.checked || undefined })}
      >
        {t('person.alsoGone')}
      </Checkbox>
      <ColumnMenu columns={search.columns} onNarrow={onNarrow} />
    </search>
  )
}

type PartProps = Pick<PeopleFiltersProps, 'onNarrow'>

function ManagerFilter({ manager, onNarrow }: PartProps & { manager?: string }) {
  const clear = useClear()
  const { t } = useTranslation('organisation')
  const { data } = useQuery({ ...personQuery(manager ?? ''), enabled: manager !== undefined })
  const { options, search } = usePersonOptions(manager ? data : undefined)
  return (
    <Select
      allowClear={clear}
      showSearch={{ onSearch: search, filterOption: false }}
      aria-label={t('person.manager')}
      placeholder={t('person.manager')}
      options={options}
      value={manager}
      onChange={(chosen) => onNarrow({ manager: chosen })}
      popupMatchSelectWidth={false}
      className="filter-choice"
    />
  )
}

function ColumnMenu({ columns, onNarrow }: PartProps & { columns?: string[] }) {
  const { t } = useTranslation('organisation')
  const shown = columnsOf(columns, false)
  const toggle = (column: (typeof COLUMNS)[number]) =>
    onNarrow({
      columns: COLUMNS.filter((one) =>
        one === column ? !shown.includes(one) : shown.includes(one),
      ),
    })
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        selectable: true,
        multiple: true,
        selectedKeys: shown,
        items: COLUMNS.map((column) => ({ key: column, label: t(`person.${column}`) })),
        onClick: ({ key }) => toggle(key as (typeof COLUMNS)[number]),
      }}
    >
      <Button>{t('columns')}</Button>
    </Dropdown>
  )
}
