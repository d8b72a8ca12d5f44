import '../components/preferences.css'
import './security.css'
import { useSearch } from '@tanstack/react-router'
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { Page } from '@/ui/Page'
import { ApiTokens } from '../components/ApiTokens'
import { PasswordForm } from '../components/PasswordForm'
import { FactorList } from './FactorList'
import { IdentityList } from './IdentityList'
import { SessionList } from './SessionList'

/** How one signs in, where one is signed in, and what else acts in one's name. */
export function SecurityPage() {
  const { t, i18n } = useTranslation('security')
  const { refused } = useSearch({ from: '/shell/security' })
  return (
    <Page title={t('title')} lead={t('lead')}>
      {refused && i18n.exists(`security:refused.${refused}`) && (
        <Alert type="error" role="alert" showIcon title={t(`refused.${refused}`)} />
      )}
      <div className="columns">
        <div>
          <FactorList />
          <SessionList />
        </div>
        <div>
          <IdentityList />
          <PasswordForm />
          <ApiTokens />
        </div>
      </div>
    </Page>
  )
}
