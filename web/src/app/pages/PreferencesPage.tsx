import { useTranslation } from 'react-i18next'
import { ApiTokens } from '@/features/access/components/ApiTokens'
import { Choices } from '@/features/access/components/Choices'
import { PasswordForm } from '@/features/access/components/PasswordForm'
import { Page } from '@/ui/Page'
import { codeOf, rooms } from '../rooms'

/** How the product looks and behaves for one account, its password and its tokens. */
export function PreferencesPage() {
  const { t } = useTranslation('app')
  const startPages = rooms.map((room) => ({ value: codeOf(room), label: t(`room.${room.key}`) }))
  return (
    <Page title={t('preferences')} lead={t('preferencesLead')}>
      <div className="columns">
        <div>
          <Choices startPages={startPages} />
        </div>
        <div>
          <PasswordForm />
          <ApiTokens />
        </div>
      </div>
    </Page>
  )
}
