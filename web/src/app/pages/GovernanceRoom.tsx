import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Can } from '@/ui/Can'
import { governancePages } from '../governance'

/** Who works here, where, on which days, who may do what, and what everybody did. */
export function GovernanceRoom() {
  const { t } = useTranslation('app')
  const tabs = useRef<HTMLElement>(null)
  const path = useRouterState({ select: ({ location }) => location.pathname })

  // On a phone the row of tabs is wider than the screen.
  useEffect(() => {
    const shown = path && tabs.current?.querySelector('[data-active]')
    if (shown) shown.scrollIntoView?.({ block: 'nearest', inline: 'nearest' })
  }, [path])

  return (
    <>
      <nav ref={tabs} aria-label={t('room.governance')} className="tabs tabs-room" data-tour="tabs">
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
