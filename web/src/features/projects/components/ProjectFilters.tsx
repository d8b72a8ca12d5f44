import { SearchOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { unitChoicesQuery } from '../queries'
import type { ProjectListSearch } from '../search'

type ProjectFiltersProps = {
  search: ProjectListSearch
  onChange: (change: Partial<ProjectListSearch>) => void
}

const TYPING_PAUSE_MS = 250
const STATES = ['proposed', 'planned', 'active', 'on_hold', 'closed', 'cancelled'] as const
const HEALTHS = ['red', 'amber', 'green'] as const

/** Narrows the list by text, unit, state and health. */
export function ProjectFilters({ search, onChange }: ProjectFiltersProps) {
  const { t } = useTranslation('projects')
  const { data: units } = useQuery(unitChoicesQuery)
  const [typed, setTyped] = useState(search.q ?? '')

  useEffect(() => {
    if (typed === (search.q ?? '')) return
    const timer = setTimeout(() => onChange({ q: typed || undefined }), TYPING_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed, search.q, onChange])

  return (
    <search className="filters">
      <Input
        allowClear
        prefix={<SearchOutlined aria-hidden />}
        aria-label={t('filter.text')}
        placeholder={t('filter.text')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        className="filter-text"
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('filter.unit')}
        placeholder={t('filter.unit')}
        options={units}
        value={search.unit}
        onChange={(unit) => onChange({ unit })}
        className="filter-choice"
      />
      <Select
        allowClear
        aria-label={t('filter.state')}
        placeholder={t('filter.state')}
        options={STATES.map((state) => ({ value: state, label: t(`state.${state}`) }))}
        value={search.state}
        onChange={(state) => onChange({ state })}
        className="filter-choice"
      />
      <Select
        allowClear
        aria-label={t('filter.health')}
        placeholder={t('filter.health')}
        options={HEALTHS.map((health) => ({ value: health, label: t(`health.${health}`) }))}
        value={search.health}
        onChange={(health) => onChange({ health })}
        className="filter-choice"
      />
    </search>
  )
}
