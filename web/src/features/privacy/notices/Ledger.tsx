import { useTranslation } from 'react-i18next'
import { AnswerTable } from './AnswerTable'

/** Who answered a notice in which way. */
export function Ledger({ noticeId }: { noticeId: string }) {
  const { t } = useTranslation('notices')
  return (
    <section className="section" aria-label={t('ledger')}>
      <h2 className="section-title">{t('ledger')}</h2>
      <p className="quiet">{t('ledgerHint')}</p>
      <AnswerTable filter={[`notice_id:eq:${noticeId}`]} />
    </section>
  )
}
