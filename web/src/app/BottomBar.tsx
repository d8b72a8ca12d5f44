import { SearchOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { NotificationTab } from '@/features/collaboration/notifications/NotificationBell'
import { openShell } from '@/lib/shellEvents'
import { AccountMenu } from './AccountMenu'
import { rooms } from './rooms'

/** What the rail is on a phone. */
export function BottomBar() {
  const { t } = useTranslation('app')

  return (
    <nav aria-label={t('rooms')} className="bottom-bar">
      {rooms.map(({ key, to, icon }) => (
        <Link key={key} to={to} className="bottom-item" activeProps={{ 'data-active': true }}>
          {icon}
          <span>{t(`room.${key}`)}</span>
        </Link>
      ))}
      <button
        type="button"
        className="bottom-item"
        data-tour="search"
        onClick={() => openShell('palette')}
      >
        <SearchOutlined aria-hidden />
        <span>{t('search')}</span>
      </button>
      <NotificationTab />
      <AccountMenu />
    </nav>
  )
}
