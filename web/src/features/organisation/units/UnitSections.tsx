import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatDate } from '@/lib/format'
import { useMay } from '@/lib/session'
import { Locked } from '@/ui/Locked'
import type { Unit } from '../queries'
import { placementsQuery, unitGrantsQuery, unitProjectsQuery } from './queries'

/** The projects of a unit, the latest first. */
export function UnitProjects({ unit }: { unit: Unit }) {
  const { t } = useTranslation('organisation')
  const { data } = useQuery(unitProjectsQuery(unit.id))
  if (!data) return null
  return (
    <section className="drawer-section">
      <h2>{t('unit.ownProjects', { count: data.total })}</h2>
      <ul className="plain-list">
        {data.items.map(({ id, key, name }) => (
          <li key={id}>
            <span className="quiet number">{key}</span>{' '}
            <Link to="/projects/$projectId/overview" params={{ projectId: id }}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
      {data.total > data.items.length && (
        <Link to="/projects" search={{ filter: [`unit:eq:${unit.id}`] }}>
          {t('showAll', { count: data.total })}
        </Link>
      )}
    </section>
  )
}

/** Who holds which role over a unit itself. */
export function UnitGrants({ unit }: { unit: Unit }) {
  const { t, i18n } = useTranslation('organisation')
  const may = useMay('access.manage') && unit._may.includes('access.manage')
  const { data } = useQuery({ ...unitGrantsQuery(unit.scope.id), enabled: may })
  if (!may || !data) return null
  return (
    <section className="drawer-section">
      <h2>{t('unit.roles')}</h2>
      {data.items.length === 0 && <p className="quiet">{t('unit.noRoles')}</p>}
      <ul className="plain-list">
        {data.items.map((grant) => (
          <li key={grant.id}>
            <Locked of={grant} field="user">
              {grant.user?.name}
            </Locked>{' '}
            · {i18n.language === 'en' ? grant.role_en : grant.role.name}{' '}
            {grant.valid_to && (
              <span className="quiet">{t('until', { day: formatDate(grant.valid_to) })}</span>
            )}
          </li>
        ))}
      </ul>
      <Link to="/governance/access" search={{ tab: 'grants', scope: unit.scope.id }}>
        {t('unit.toGrants')}
      </Link>
    </section>
  )
}

/** Under which parents a unit hung, hangs and will hang. */
export function UnitPlacements({ unit }: { unit: Unit }) {
  const { t } = useTranslation('organisation')
  const { data } = useQuery(placementsQuery(unit.id))
  if (!data) return null
  return (
    <section className="drawer-section">
      <h2>{t('unit.history')}</h2>
      <ol className="plain-list">
        {data.map(({ parent, is_parent_hidden, from_date, to_date }) => (
          <li key={from_date}>
            {t(to_date ? 'unit.wasUnder' : 'unit.isUnder', {
              parent: parent?.name ?? t(is_parent_hidden ? 'unit.outOfSight' : 'unit.company'),
              from: from_date,
              to: to_date ?? '',
            })}
          </li>
        ))}
      </ol>
    </section>
  )
}
