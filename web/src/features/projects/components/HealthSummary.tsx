import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Health } from '@/ui/Health'
import { Locked } from '@/ui/Locked'
import { codesText } from '../filters'
import { healthCountsQuery } from '../queries'
import { LOCKED } from '../rows'
import type { ProjectListSearch } from '../search'

type HealthSummaryProps = {
  search: ProjectListSearch
  onChange: (change: Partial<ProjectListSearch>) => void
}

const FILTER = 'health:'
/** Whose health the viewer may not read; by that nobody filters. */
const HIDDEN = { _locked: ['health'] }
const filterOf = (key: string) => `${FILTER}in:${codesText([key])}`

/** How many projects of the filter are late, at risk and on track; a press shows only those. */
export function HealthSummary({ search, onChange }: HealthSummaryProps) {
  const { t } = useTranslation('projects')
  const others = (search.filter ?? []).filter((text) => !text.startsWith(FILTER))
  const { data: groups = [] } = useQuery(healthCountsQuery({ ...search, filter: others }))
  const isOn = (key: string) => search.filter?.includes(filterOf(key)) === true
  const press = (key: string) => {
    const filter = isOn(key) ? others : [...others, filterOf(key)]
    onChange({ filter: filter.length > 0 ? filter : undefined })
  }

  return (
    <ul className="health-summary" aria-label={t('column.health')}>
      {groups.map(({ key, count }) => (
        <li key={key}>
          {key === LOCKED ? (
            <span className="health-count">
              <Locked of={HIDDEN} field="health">
                {null}
              </Locked>
              <span className="number">{count}</span>
            </span>
          ) : (
            <button
              type="button"
              className="health-count"
              aria-pressed={isOn(key)}
              onClick={() => press(key)}
            >
              <Health value={key} />
              <span className="number">{count}</span>
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}
