import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { actForOneself, acting } from '@/lib/acting'
import { useSession } from '@/lib/session'

/** Says in whose place the viewer acts, and ends it. */
export function ActingBanner() {
  const { t } = useTranslation('app')
  const { user } = useSession()
  const now = acting()
  if (!now || now.viewerId !== user?.id) return null
  return (
    <section className="acting-banner" aria-label={t('acting.title')}>
      <span>{t('acting.now', { giver: now.giver })}</span>
      <Button size="small" onClick={actForOneself}>
        {t('acting.end')}
      </Button>
    </section>
  )
}
