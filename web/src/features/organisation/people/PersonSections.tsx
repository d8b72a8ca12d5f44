import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatDate } from '@/lib/format'
import { useMay } from '@/lib/session'
import type { Person } from '../queries'
import { grantsOfQuery, managedProjectsQuery, transfersQuery, workQuery } from './queries'

/** What a person has to do, and the projects they manage. */
export function PersonProjects({ person }: { person: Person }) {
  const { t } = useTranslation('organisation')
  const { data: work } = useQuery(workQuery(person.id))
  const { data: managed } = useQuery(managedProjectsQuery(person.id))
  return (
    <section className="drawer-section">
      <h2>{t('person.work')}</h2>
      {work && <p>{t('person.openTasks', { count: work.n_open_tasks, plans: work.n_plans })}</p>}
      {managed && managed.total > 0 && (
        <>
          <p className="quiet">{t('person.manages', { count: managed.total })}</p>
          <ul className="plain-list">
            {managed.items.map(({ id, key, name }) => (
              <li key={id}>
                <span className="quiet number">{key}</span>{' '}
                <Link to="/projects/$projectId/overview" params={{ projectId: id }}>
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

/** From which unit to which a person went, and will go. */
export function PersonHistory({ person }: { person: Person }) {
  const { t } = useTranslation('organisation')
  const { data } = useQuery(transfersQuery(person.id))
  if (!data) return null
  const hidden = t('unit.outOfSight')
  return (
    <section className="drawer-section">
      <h2>{t('person.history')}</h2>
      {data.length === 0 && (
        <p className="quiet">{t('person.alwaysHere', { unit: person.unit.name })}</p>
      )}
      <ol className="plain-list">
        {data.map(({ from_unit, to_unit, on, is_done }) => (
          <li key={on}>
            <span className="number">{on}</span> {from_unit?.name ?? hidden} →{' '}
            {to_unit?.name ?? hidden}{' '}
            {!is_done && <span className="quiet">{t('person.planned')}</span>}
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Which roles a person's account holds, over what. */
export function PersonGrants({ person }: { person: Person }) {
  const { t, i18n } = useTranslation('organisation')
  const may = useMay('access.manage')
  const account = person.account
  const { data } = useQuery({ ...grantsOfQuery(account?.id ?? ''), enabled: may && !!account })
  if (!may || !account || !data) return null
  return (
    <section className="drawer-section">
      <h2>{t('person.roles')}</h2>
      {data.items.length === 0 && <p className="quiet">{t('person.noRoles')}</p>}
      <ul className="plain-list">
        {data.items.map(({ id, role, role_en, scope, valid_to }) => (
          <li key={id}>
            {i18n.language === 'en' ? role_en : role.name} · {scope.name}{' '}
            {valid_to && <span className="quiet">{t('until', { day: formatDate(valid_to) })}</span>}
          </li>
        ))}
      </ul>
      <Link to="/governance/access" search={{ tab: 'grants', user: account.id }}>
        {t('unit.toGrants')}
      </Link>
    </section>
  )
}
