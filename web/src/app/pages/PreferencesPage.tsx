import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Choices } from '@/features/access/components/Choices'
import { OwnData } from '@/features/access/components/OwnData'
import { OwnNotices } from '@/features/privacy/notices/OwnNotices'
import { Page } from '@/ui/Page'
import { codeOf, rooms } from '../rooms'

/** How the product looks and behaves for one account. */
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
          <section className="section" aria-label={t('security')}>
            <h2 className="section-title">{t('security')}</h2>
            <p className="quiet">{t('securityLead')}</p>
            <p>
              <Link to="/security">{t('securityOpen')}</Link>
            </p>
          </section>
          <OwnNotices />
          <OwnData />
        </div>
      </div>
    </Page>
  )
}
