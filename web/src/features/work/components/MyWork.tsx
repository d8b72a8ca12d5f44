import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOutboxState } from '@/lib/outbox/useOutbox'
import { useMay } from '@/lib/session'
import { EmptyState } from '@/ui/EmptyState'
import { Page } from '@/ui/Page'
import { type GroupCode, type Work, type WorkTask, workQuery } from '../queries'
import { withReports } from '../sending'
import { useReportProgress } from '../useReportProgress'
import { tasksOf, verdictOf } from '../verdict'
import { ChangesCard } from './ChangesCard'
import { ManagedCard, TeamCard } from './LeadCards'
import { ProgressSheet } from './ProgressSheet'
import { WorkRow } from './WorkRow'
import '../work.css'

const OPEN: GroupCode[] = ['overdue', 'today', 'blocked', 'this_week', 'next']
const FOLDED: GroupCode[] = ['later', 'done']

type MyWorkProps = {
  /** What stands beside the tasks. */
  notices?: ReactNode
  /** Shows all there is to a task. */
  onOpenTask: (task: WorkTask) => void
}

/** What one has to do today and this week, over all projects. */
export function MyWork({ notices, onOpenTask }: MyWorkProps) {
  const { t } = useTranslation('work')
  const { data } = useSuspenseQuery(workQuery)
  const { entries } = useOutboxState()
  const work = withReports(data, entries)
  const hasTasks = work.groups.some(({ tasks }) => tasks.length > 0)

  return (
    <Page title={t('title')}>
      <Verdict work={work} />
      <div className="work-columns">
        <div className="work-list">
          {hasTasks ? <Groups work={work} onOpenTask={onOpenTask} /> : <NoWork work={work} />}
        </div>
        <div className="work-beside">
          {notices}
          <ChangesCard />
          <TeamCard team={work.team} />
          <ManagedCard projects={work.managed} />
        </div>
      </div>
    </Page>
  )
}

function Verdict({ work }: { work: Work }) {
  const { t } = useTranslation('work')
  const parts = verdictOf(work)
  const said = parts.filter(({ key }) => key !== 'waitsForYou')
  const last = parts.find(({ key }) => key === 'waitsForYou')
  return (
    <p className="verdict" data-tour="work">
      {said.map((part) => t(`verdict.${part.key}`, part)).join(t('verdict.and'))}
      {t('verdict.end')}
      {last && t('verdict.waitsForYou', last)}
    </p>
  )
}

function Groups({ work, onOpenTask }: { work: Work } & Pick<MyWorkProps, 'onOpenTask'>) {
  const { t } = useTranslation('work')
  const { report, isPending } = useReportProgress()
  const [asked, setAsked] = useState<string | null>(null)
  const opened = work.groups.flatMap(({ tasks }) => tasks).find(({ id }) => id === asked)
  const listOf = (code: GroupCode) => (
    <ul className="work-rows">
      {tasksOf(work, code).map((task) => (
        <WorkRow
          key={task.id}
          task={task}
          isBusy={isPending}
          onOpen={onOpenTask}
          onAsk={({ id }) => setAsked(id)}
          onReport={report}
        />
      ))}
    </ul>
  )
  const there = (code: GroupCode) => tasksOf(work, code).length > 0

  return (
    <>
      {OPEN.filter(there).map((code) => (
        <section key={code} className="section" aria-labelledby={`work-${code}`} data-group={code}>
          <h2 className="section-title" id={`work-${code}`}>
            {t(`group.${code}`)}
            <span className="section-note number">{tasksOf(work, code).length}</span>
          </h2>
          {listOf(code)}
        </section>
      ))}
      {FOLDED.filter(there).map((code) => (
        <details key={code} className="work-folded" data-group={code}>
          <summary>
            {t(`group.${code}`)}{' '}
            <span className="section-note number">{tasksOf(work, code).length}</span>
          </summary>
          {listOf(code)}
        </details>
      ))}
      {opened && <ProgressSheet task={opened} onReport={report} onClose={() => setAsked(null)} />}
    </>
  )
}

function NoWork({ work }: { work: Work }) {
  const { t } = useTranslation('work')
  const leads = useMay('projects.create')
  const reports = useMay('planning.report_progress')
  const hint = work.managed.length > 0 || leads ? 'leads' : reports ? 'does' : 'looks'
  return (
    <EmptyState
      title={t('noWork')}
      hint={t(`noWorkHint.${hint}`)}
      action={<Link to="/projects">{t('toProjects')}</Link>}
    />
  )
}
