import { useTranslation } from 'react-i18next'
import { DownloadButton } from '@/ui/DownloadButton'

/** Everything that is held of the viewer, to take away. */
export function OwnData() {
  const { t } = useTranslation('access')
  return (
    <section className="section" aria-label={t('ownData')}>
      <h2 className="section-title">{t('ownData')}</h2>
      <p className="quiet">{t('ownDataHint')}</p>
      <DownloadButton address="/api/v1/privacy/own-data">{t('takeOwnData')}</DownloadButton>
    </section>
  )
}
