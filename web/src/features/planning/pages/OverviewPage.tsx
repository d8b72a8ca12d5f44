import { useSuspenseQueries } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate, formatPercent } from '@/lib/format'
import { EmptyState } from '@/ui/EmptyState'
import { QualityTable } from '@/ui/QualityTable'
import { Slip } from '@/ui/Slip'
import { BaselineRequestNote } from '../components/BaselineRequestNote'
import { CriticalTasks } from '../components/CriticalTasks'
import { HistoryList } from '../components/HistoryList'
import { KeyDates } from '../components/KeyDates'
import { type Overview, overviewQuery, qualityQuery } from '../queries'
import type { PlanSearch } from '../search'
import { useVerdict } from '../verdict'

type OverviewPageProps = {
  /** What is said about the project, beside how it stands. */
  discussion?: ReactNode
}

/** How the project stands: the verdict in words, then what it rests on. */
export function OverviewPage({ discussion }: OverviewPageProps) {
  const { t } = useTranslation('planning')
  const { projectId } = useParams({ from: '/shell/projects/$projectId' })
  const navigate = useNavigate()
  const [{ data: overview }, { data: quality }] = useSuspenseQueries({
    queries: [overviewQuery(projectId), qualityQuery(projectId)],
  })
  const verdict = useVerdict()
  const goToPlan = (search: PlanSearch) =>
    navigate({ to: '/projects/$projectId/plan', params: { projectId }, search })
  const goToTask = (task: string) => goToPlan({ task, panel: 'task' })

  if (overview.n_tasks === 0) {
    return (
      <EmptyState
        title={t('emptyPlan')}
        hint={t('emptyPlanHint')}
        action={
          <Link to="/projects/$projectId/plan" params={{ projectId }}>
            {t('toPlan')}
          </Link>
        }
      />
    )
  }
  return (
    <div className="page">
      <p className="verdict" data-tour="verdict">
        {verdict(overview)}
      </p>
      {overview.baseline_request && (
        <BaselineRequestNote projectId={projectId} request={overview.baseline_request} />
      )}
      <Facts overview={overview} />
      <div className="columns">
        <div>
          <section className="section">
            <h2 className="section-title">
              {t('keyDates')} <span className="section-note">{t('keyDatesNote')}</span>
            </h2>
            <KeyDates dates={overview.key_dates} onTask={goToTask} />
          </section>
          <section className="section">
            <h2 className="section-title">
              {t('quality')}{' '}
              <span className="section-note">{t('qualityNote', overview.quality)}</span>
            </h2>
            <QualityTable checks={quality.checks} onTask={goToTask} />
          </section>
        </div>
        <div>
          <section className="section">
            <h2 className="section-title">
              {t('criticalPath')}{' '}
              <span className="section-note">
                {t('criticalNote', {
                  count: overview.n_critical,
                  near: overview.n_near_critical,
                })}
              </span>
            </h2>
            <CriticalTasks
              tasks={overview.critical_tasks}
              count={overview.n_critical}
              onTask={goToTask}
              onAll={() => goToPlan({ show: 'critical' })}
            />
          </section>
          <section className="section">
            <h2 className="section-title">{t('history')}</h2>
            <HistoryList projectId={projectId} />
          </section>
          {discussion}
        </div>
      </div>
    </div>
  )
}

function Facts({ overview }: { overview: Overview }) {
  const { t } = useTranslation('planning')
  return (
    <dl className="facts">
      <div className="fact" title={t('define.forecast')}>
        <dt>{t('fact.forecast')}</dt>
        <dd>{formatDate(overview.forecast_finish)}</dd>
      </div>
      <div className="fact" title={t('define.baseline')}>
        <dt>{t('fact.baseline')}</dt>
        <dd>{formatDate(overview.baseline_finish)}</dd>
      </div>
      <div className="fact" title={t('define.slip')}>
        <dt>{t('fact.slip')}</dt>
        <dd>
          <Slip days={overview.slip_days} />
        </dd>
      </div>
      <div className="fact" title={t('define.complete')}>
        <dt>{t('fact.complete')}</dt>
        <dd>
          {formatPercent(overview.percent_complete)}
          {overview.planned_percent_complete !== null && (
            <span className="fact-beside">
              {t('fact.planned', { share: formatPercent(overview.planned_percent_complete) })}
            </span>
          )}
        </dd>
      </div>
      <div className="fact">
        <dt>{t('fact.size')}</dt>
        <dd>{t('fact.tasks', { count: overview.n_tasks })}</dd>
      </div>
      <div className="fact">
        <dt>{t('fact.milestones')}</dt>
        <dd>{overview.n_milestones}</dd>
      </div>
      <div className="fact">
        <dt>{t('fact.conflicts')}</dt>
        <dd>{overview.n_conflicts}</dd>
      </div>
      <div className="fact">
        <dt>{t('fact.asOf')}</dt>
        <dd>{formatDate(overview.as_of)}</dd>
      </div>
    </dl>
  )
}
