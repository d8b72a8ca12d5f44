import { useTranslation } from 'react-i18next'
import { formatDate, formatNumber } from '@/lib/format'
import type { PlanSummary } from '../queries'

const COUNTS = [
  'n_tasks',
  'n_summaries',
  'n_milestones',
  'n_links',
  'n_resources',
  'n_assignments',
  'n_calendars',
  'n_baselines',
  'n_custom_fields',
] as const

/** What was read from the file, in numbers. */
export function ReadSummary({ summary }: { summary: PlanSummary }) {
  const { t, i18n } = useTranslation('integrations')
  return (
    <dl className="facts">
      <div className="fact">
        <dt>{t('summary.span')}</dt>
        <dd>
          {formatDate(summary.start)} → {formatDate(summary.finish)}
        </dd>
      </div>
      {COUNTS.map((count) => (
        <div className="fact" key={count}>
          <dt>{t(`summary.${count}`)}</dt>
          <dd>{formatNumber(summary[count], i18n.language)}</dd>
        </div>
      ))}
      {summary.currency && (
        <div className="fact">
          <dt>{t('summary.currency')}</dt>
          <dd>{summary.currency}</dd>
        </div>
      )}
    </dl>
  )
}
