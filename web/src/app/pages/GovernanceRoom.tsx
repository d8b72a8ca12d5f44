import { Link, Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Can } from '@/ui/Can'
import { governancePages } from '../governance'

/** Who works here, where, on which days, who may do what, and what everybody did. */
export function GovernanceRoom() {
  const { t } = useTranslation('app')

  return (
    <>
      <nav aria-label={t('room.governance')} className="tabs tabs-room" data-tour="tabs">
        {governancePages.map(({ key, permission }) => (
          <Can key={key} permission={permission}>
            <Link
              to={`/governance/${key}`}
              className="tab"
              activeOptions={{ includeSearch: false }}
              activeProps={{ 'data-active': true }}
            >
              {t(`pageName.${key}`)}
            </Link>
          </Can>
        ))}
      </nav>
      <Outlet />
    </>
  )
}
