import { useTranslation } from 'react-i18next'
import { isFiltered, type ProjectListSearch } from '../search'
import { HealthSummary } from './HealthSummary'

type LeadProps = {
  total: number
  search: ProjectListSearch
  onChange: (change: Partial<ProjectListSearch>) => void
}

/** What the page says first: how many projects, and how they stand. */
export function Lead({ total, search, onChange }: LeadProps) {
  const { t } = useTranslation('projects')
  const isEmpty = total === 0 && !isFiltered(search)
  return (
    <div className="health-lead">
      <span className="number">{t('count', { count: total })}</span>
      {!isEmpty && <HealthSummary search={search} onChange={onChange} />}
    </div>
  )
}
