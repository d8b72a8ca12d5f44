import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Page } from '@/ui/Page'
import { QualityTable } from '@/ui/QualityTable'
import { ApplyForm } from '../components/ApplyForm'
import { Findings } from '../components/Findings'
import { ReadSummary } from '../components/ReadSummary'
import { type PlanImport, planImportQuery } from '../queries'

const countOf = ({ findings }: PlanImport, severity: string) =>
  findings.filter((finding) => finding.severity === severity).length

/** A plan file before it is let in: what was read, what looks wrong, what would change. */
export function PlanImportPage() {
  const { t } = useTranslation('integrations')
  const { importId } = useParams({ from: '/shell/imports/$importId' })
  const { data: preview } = useSuspenseQuery(planImportQuery(importId))
  const errors = countOf(preview, 'error')
  const warnings = countOf(preview, 'warning')
  const verdict = errors > 0 ? 'withErrors' : warnings > 0 ? 'withWarnings' : 'clean'

  return (
    <Page
      title={preview.summary.name || preview.file_name}
      lead={t('fromFile', { file: preview.file_name, format: preview.format.toUpperCase() })}
    >
      <p className="verdict">
        {t(`verdict.${verdict}`, { tasks: preview.summary.n_tasks, errors, warnings })}
      </p>
      <ReadSummary summary={preview.summary} />
      <ApplyForm preview={preview} />
      <div className="columns">
        {preview.findings.length > 0 && (
          <section className="section">
            <h2 className="section-title">{t('findings')}</h2>
            <Findings findings={preview.findings} />
          </section>
        )}
        {preview.quality && (
          <section className="section">
            <h2 className="section-title">
              {t('quality')} <span className="section-note">{t('qualityNote')}</span>
            </h2>
            <QualityTable checks={preview.quality.checks} />
          </section>
        )}
      </div>
    </Page>
  )
}
