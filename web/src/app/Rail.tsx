import { DoubleLeftOutlined, DoubleRightOutlined, SearchOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { prefer, usePreferences } from '@/lib/preferences'
import { Mark } from '@/ui/Mark'
import { AccountMenu } from './AccountMenu'
import { openCommandPalette } from './commandPalette'
import { rooms } from './rooms'

const shortcut = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'

/** The left rail of the wide screen. */
export function Rail() {
  const { t } = useTranslation('app')
  const { railIsNarrow } = usePreferences()

  return (
    <header className="rail">
      <Link to="/projects" className="rail-brand" aria-label={t('home')}>
        <Mark />
        <span className="rail-word">{t('brand')}</span>
      </Link>
      <button type="button" className="rail-item rail-search" onClick={openCommandPalette}>
        <SearchOutlined aria-hidden />
        <span className="rail-label">{t('search')}</span>
        <kbd className="rail-word">{shortcut}</kbd>
      </button>
      <nav aria-label={t('rooms')} className="rail-rooms">
        {rooms.map(({ key, to, icon }) => (
          <Link key={key} to={to} className="rail-item" activeProps={{ 'data-active': true }}>
            {icon}
            <span className="rail-label">{t(`room.${key}`)}</span>
          </Link>
        ))}
      </nav>
      <div className="rail-foot">
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
