import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { actorOf } from '@/lib/actor'
import { formatInstant } from '@/lib/format'
import type { PlanModel, PlanTask } from '@/ui/gantt/model/plan'
import { Locked } from '@/ui/Locked'
import { useFieldText } from '../valueText'
import { type TaskEvent, type TaskStep, taskHistoryQuery } from './queries'

/** Who did what to a task, the newest first. */
export function TaskHistory({ plan, task }: { plan: PlanModel; task: PlanTask }) {
  const { t } = useTranslation('task')
  const history = useInfiniteQuery(taskHistoryQuery(plan.project.id, task.id))
  const events = history.data?.pages.flatMap((page) => page.items)

  return (
    <section className="section" aria-label={t('history')}>
      <h4 className="section-title">{t('history')}</h4>
      {history.isPending && <Skeleton active paragraph={{ rows: 2 }} title={false} />}
      {history.isError && <p className="quiet">{t('historyFailed')}</p>}
      {events?.length === 0 && <p className="quiet">{t('noHistory')}</p>}
      <ol className="task-events">
        {events?.map((event) => (
          <Happening key={event.id} plan={plan} event={event} />
        ))}
      </ol>
      {history.hasNextPage && (
        <Button loading={history.isFetchingNextPage} onClick={() => history.fetchNextPage()}>
          {t('earlier')}
        </Button>
      )}
    </section>
  )
}

function Happening({ plan, event }: { plan: PlanModel; event: TaskEvent }) {
  const { t } = useTranslation('task')
  const { t: words, i18n } = useTranslation('planning')
  const key = `event.${event.kind.replaceAll('.', '_')}`
  const isEdit = event.kind === 'planning.plan_edited'

  return (
    <li>
      <div className="quiet">
        <Locked of={event} field="by">
          <strong>{actorOf(event.by, words('system'))}</strong>
        </Locked>{' '}
        <span className="number">{formatInstant(event.at)}</span>
        {!isEdit && i18n.exists(`planning:${key}`) && <> · {words(key)}</>}
      </div>
      {event.steps.map((step, at) => (
        // The steps of an event stand for good.
        <div key={at}>
          {step.what === 'task' && step.how === 'changed' ? null : (
            <div>{t(`step.${step.what}.${step.how}`, { name: step.name ?? t('gone') })}</div>
          )}
          {step.how !== 'added' && step.how !== 'removed' && <Fields plan={plan} step={step} />}
        </div>
      ))}
    </li>
  )
}

function Fields({ plan, step }: { plan: PlanModel; step: TaskStep }) {
  const { nameOf, textOf } = useFieldText(plan)
  return step.fields.map(({ name, before, after }) => (
    <div key={name} className="task-change">
      <span className="quiet">{nameOf(name)}</span> {textOf(name, before)} → {textOf(name, after)}
    </div>
  ))
}
