import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Unit } from '../queries'
import { placesQuery } from '../units/queries'
import { placeTable } from './placeTable'

const DEEPEST = 6

/** Who works where: the top units against the sites, each number leading to its people. */
export function Places({ units }: { units: Unit[] }) {
  const { t } = useTranslation('organisation')
  const { data: places } = useSuspenseQuery(placesQuery)
  const { sites, rows, most, total } = useMemo(() => placeTable(units, places), [units, places])

  return (
    <div className="places-box">
      <table className="places" aria-label={t('places')}>
        <thead>
          <tr>
            <th scope="col">{t('person.unit')}</th>
            {sites.map((site) => (
              <th key={site} scope="col">
                {site || t('person.noLocation')}
              </th>
            ))}
            <th scope="col">{t('total')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ unit, depth, counts, sum }) => (
            <tr key={unit.id} data-depth={Math.min(depth, DEEPEST)}>
              <th scope="row">
                <Link to="/governance/units" search={{ unit: unit.id }}>
                  {unit.name}
                </Link>
              </th>
              {sites.map((site) => (
                <Count
                  key={site}
                  count={counts.get(site) ?? 0}
                  most={most}
                  unit={unit}
                  site={site}
                />
              ))}
              <Count count={sum} most={total} unit={unit} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

type CountProps = { count: number; most: number; unit: Unit; site?: string }

function Count({ count, most, unit, site }: CountProps) {
  const { t } = useTranslation('organisation')
  if (count === 0) return <td className="quiet">·</td>
  const strength = Math.ceil((count / most) * 4)
  return (
    <td className="number" data-strength={site === undefined ? undefined : strength}>
      <Link
        to="/governance/people"
        search={{ unit: unit.id, location: site || undefined }}
        aria-label={t('placeCount', { unit: unit.name, site: site ?? t('total'), count })}
      >
        {count}
      </Link>
    </td>
  )
}
