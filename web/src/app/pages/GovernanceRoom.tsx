import { Link, Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

/** Who works here, where, and on which days. */
export function GovernanceRoom() {
  const { t } = useTranslation('app')
  const pages = ['units', 'people', 'calendars'] as const

  return (
    <>
      <nav aria-label={t('room.governance')} className="tabs tabs-room">
        {pages.map((page) => (
          <Link
            key={page}
            to={`/governance/${page}`}
            className="tab"
            activeProps={{ 'data-active': true }}
          >
            {t(`pageName.${page}`)}
          </Link>
        ))}
      </nav>
      <Outlet />
    </>
  )
}
