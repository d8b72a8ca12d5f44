import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FIELD_NAMES, FIELDS, OPERATORS, type Operator } from '../fields'
import { emptyFilter, type Filter, isComplete, writeFilter } from '../filters'
import { FilterValue } from './FilterValue'

type FilterFormProps = { first?: Filter; onDone: (text: string) => void }

/** A field, what is asked of it, and the value. */
export function FilterForm({ first, onDone }: FilterFormProps) {
  const { t } = useTranslation('projects')
  const [filter, setFilter] = useState<Filter>(first ?? emptyFilter('state'))
  const isReady = isComplete(filter)

  return (
    <form
      className="filter-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) onDone(writeFilter(filter))
      }}
    >
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('filter.field')}
        options={FIELD_NAMES.map((name) => ({ value: name, label: t(`column.${name}`) }))}
        value={filter.field}
        onChange={(field) => setFilter(emptyFilter(field))}
      />
      <Select
        aria-label={t('filter.operator')}
        options={OPERATORS[FIELDS[filter.field].kind].map((operator) => ({
          value: operator,
          label: t(`operator.${operator}`),
        }))}
        value={filter.operator}
        onChange={(operator: Operator) =>
          setFilter({ ...filter, operator, value: operator === 'is_null' ? 'true' : '' })
        }
      />
      <FilterValue filter={filter} onChange={(value) => setFilter({ ...filter, value })} />
      <Button type="primary" htmlType="submit" disabled={!isReady}>
        {t('filter.apply')}
      </Button>
    </form>
  )
}
