import { useQuery } from '@tanstack/react-query'
import { Checkbox, Input, InputNumber, Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FIELDS } from '../fields'
import { codesOf, codesText, type Filter, keptNumber, listed, shownNumber } from '../filters'
import { calendarChoicesQuery, peopleChoicesQuery, unitChoicesQuery } from '../queries'
import { useChoiceText } from '../useChoiceText'

type FilterValueProps = { filter: Filter; onChange: (value: string) => void }

/** The value of a filter, typed or chosen as its field and operator want it. */
export function FilterValue({ filter, onChange }: FilterValueProps) {
  const { t } = useTranslation('projects')
  const { kind } = FIELDS[filter.field]
  const label = t('filter.value')

  if (filter.operator === 'is_null')
    return (
      <Select
        aria-label={label}
        options={[
          { value: 'true', label: t('filter.empty') },
          { value: 'false', label: t('filter.notEmpty') },
        ]}
        value={filter.value || 'true'}
        onChange={onChange}
      />
    )
  if (kind === 'choice') return <ChoiceValue filter={filter} onChange={onChange} />
  if (kind === 'person') return <PeopleValue filter={filter} onChange={onChange} />
  if (kind === 'unit' || kind === 'calendar')
    return <ReferenceValue filter={filter} onChange={onChange} />
  if (kind === 'date')
    return (
      <Input
        type="date"
        aria-label={label}
        value={filter.value.slice(0, 10)}
        onChange={(event) => onChange(event.target.value)}
      />
    )
  if (kind === 'text')
    return (
      <Input
        autoFocus
        aria-label={label}
        value={filter.value}
        onChange={(event) => onChange(event.target.value)}
      />
    )
  return (
    <InputNumber
      aria-label={label}
      suffix={kind === 'number' ? undefined : t(`unit.${kind}`)}
      value={shownNumber(filter.field, filter.value)}
      onChange={(shown) => onChange(keptNumber(filter.field, shown))}
    />
  )
}

function ChoiceValue({ filter, onChange }: FilterValueProps) {
  const { t } = useTranslation('projects')
  const choiceText = useChoiceText()
  const options = (FIELDS[filter.field].choices ?? []).map((code) => ({
    value: code,
    label: choiceText(filter.field, code),
  }))
  if (filter.operator === 'in')
    return (
      <Checkbox.Group
        className="filter-codes"
        options={options}
        value={codesOf(filter.value)}
        onChange={(codes) => onChange(codesText(codes))}
      />
    )
  return (
    <Select
      aria-label={t('filter.value')}
      options={options}
      value={filter.value}
      onChange={onChange}
    />
  )
}

function ReferenceValue({ filter, onChange }: FilterValueProps) {
  const { t } = useTranslation('projects')
  const isUnit = FIELDS[filter.field].kind === 'unit'
  const { data: options } = useQuery(isUnit ? unitChoicesQuery : calendarChoicesQuery)
  return (
    <Select
      mode="multiple"
      showSearch={{ optionFilterProp: 'label' }}
      aria-label={t('filter.value')}
      options={options}
      value={listed(filter.value)}
      onChange={(ids: string[]) => onChange(ids.join(','))}
    />
  )
}

function PeopleValue({ filter, onChange }: FilterValueProps) {
  const { t } = useTranslation('projects')
  const [text, setText] = useState('')
  const chosen = listed(filter.value)
  const { data: options } = useQuery(peopleChoicesQuery(useDeferredValue(text), chosen))
  return (
    <Select
      mode="multiple"
      showSearch={{ filterOption: false, onSearch: setText }}
      aria-label={t('filter.value')}
      options={options}
      value={chosen}
      onChange={(ids: string[]) => onChange(ids.join(','))}
    />
  )
}
