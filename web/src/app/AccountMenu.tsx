import { useNavigate } from '@tanstack/react-router'
import { Dropdown, type MenuProps } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSavePreferences } from '@/features/access/queries'
import { isLanguage, isTheme, usePreferences } from '@/lib/preferences'
import { useSession } from '@/lib/session'
import { openShell } from '@/lib/shellEvents'
import { useLeave } from './useLeave'

/** Who is signed in, the language, light or dark, and the way out. */
export function AccountMenu() {
  const { t } = useTranslation('app')
  const { user } = useSession()
  const { language, theme } = usePreferences()
  const savePreferences = useSavePreferences()
  const leave = useLeave()
  const navigate = useNavigate()
  if (!user) return null

  const items: MenuProps['items'] = [
    { key: 'who', type: 'group', label: user.email || user.username },
    { key: 'language', type: 'group', label: t('language') },
    { key: 'zh-CN', label: t('languageName.zh-CN') },
    { key: 'en', label: t('languageName.en') },
    { type: 'divider' },
    { key: 'theme', type: 'group', label: t('theme') },
    { key: 'light', label: t('themeName.light') },
    { key: 'dark', label: t('themeName.dark') },
    { key: 'system', label: t('themeName.system') },
    { type: 'divider' },
    { key: 'preferences', label: t('preferences') },
    { key: 'security', label: t('security') },
    { key: 'notifications', label: t('notificationSettings') },
    { key: 'help', label: t('help') },
    { key: 'out', label: t('signOut') },
  ]

  const choose: MenuProps['onClick'] = ({ key }) => {
    if (isLanguage(key)) savePreferences({ language: key })
    else if (isTheme(key)) savePreferences({ theme: key })
    else if (key === 'preferences') void navigate({ to: '/preferences' })
    else if (key === 'security') void navigate({ to: '/security' })
    else if (key === 'notifications') void navigate({ to: '/notifications/preferences' })
    else if (key === 'help') openShell('help')
    else if (key === 'out') leave()
  }

  return (
    <Dropdown
      trigger={['click']}
      menu={{ items, onClick: choose, selectable: true, selectedKeys: [language, theme] }}
    >
      <button type="button" className="rail-item account" aria-haspopup="menu">
        <span className="account-face" aria-hidden>
          {user.name.slice(0, 1)}
        </span>
        <span className="rail-label">{user.name}</span>
      </button>
    </Dropdown>
  )
}
