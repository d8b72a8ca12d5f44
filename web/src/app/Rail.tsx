import {
  CompassOutlined,
  DoubleLeftOutlined,
  DoubleRightOutlined,
  QuestionCircleOutlined,
  SearchOutlined,
} from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { NotificationBell } from '@/features/collaboration/notifications/NotificationBell'
import { prefer, usePreferences } from '@/lib/preferences'
import { useSession } from '@/lib/session'
import { openShell } from '@/lib/shellEvents'
import { Mark } from '@/ui/Mark'
import { AccountMenu } from './AccountMenu'
import { rooms } from './rooms'
import { roleOf } from './tours/tours'

const shortcut = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'

/** The left rail of the wide screen. */
export function Rail() {
  const { t } = useTranslation('app')
  const { railIsNarrow } = usePreferences()

  return (
    <header className="rail">
      <Link to="/work" className="rail-brand" aria-label={t('home')}>
        <Mark />
        <span className="rail-word">{t('brand')}</span>
      </Link>
      <button
        type="button"
        className="rail-item rail-search"
        data-tour="search"
        onClick={() => openShell('palette')}
      >
        <SearchOutlined aria-hidden />
        <span className="rail-label">{t('search')}</span>
        <kbd className="rail-word">{shortcut}</kbd>
      </button>
      <NotificationBell />
      <nav aria-label={t('rooms')} className="rail-rooms">
        {rooms.map(({ key, to, icon }) => (
          <Link key={key} to={to} className="rail-item" activeProps={{ 'data-active': true }}>
            {icon}
            <span className="rail-label">{t(`room.${key}`)}</span>
          </Link>
        ))}
      </nav>
      <div className="rail-foot">
        <TourOffer />
        <button
          type="button"
          className="rail-item"
          data-tour="help"
          onClick={() => openShell('help')}
        >
          <QuestionCircleOutlined aria-hidden />
          <span className="rail-label">{t('help')}</span>
          <kbd className="rail-word">F1</kbd>
        </button>
        <button
          type="button"
          className="rail-item"
          aria-expanded={!railIsNarrow}
          onClick={() => prefer({ railIsNarrow: !railIsNarrow })}
        >
          {railIsNarrow ? <DoubleRightOutlined aria-hidden /> : <DoubleLeftOutlined aria-hidden />}
          <span className="rail-label">{t(railIsNarrow ? 'expandRail' : 'collapseRail')}</span>
        </button>
        <AccountMenu />
      </div>
    </header>
  )
}

/** The way into the tour, until it has been taken or ended. */
function TourOffer() {
  const { t } = useTranslation('app')
  const { permissions } = useSession()
  const { tours_seen } = usePreferences()
  if (tours_seen.includes(roleOf(permissions))) return null
  return (
    <button type="button" className="rail-item" onClick={() => openShell('tour')}>
      <CompassOutlined aria-hidden />
      <span className="rail-label">{t('tour')}</span>
    </button>
  )
}
