import { useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { daysOf, signed } from '@/lib/format'
import type { PlanLink, PlanModel, PlanTask } from '@/ui/gantt/model/plan'
import { TaskPlaceContext } from '../task/place'

/** What a task waits for, and what waits for it. */
export function TaskLinks({ plan, task }: { plan: PlanModel; task: PlanTask }) {
  const { t } = useTranslation('planning')
  const sides = [
    ['predecessors', plan.linkIndex.into.get(task.id) ?? [], 'before_id'],
    ['successors', plan.linkIndex.outOf.get(task.id) ?? [], 'after_id'],
  ] as const

  return sides.map(([side, links, end]) => (
    <section key={side} className="section">
      <h4 className="section-title">{t(`field.${side}`)}</h4>
      {links.length === 0 && <p className="quiet">{t('noLinks')}</p>}
      <ul className="rows">
        {links.map((link) => (
          <LinkRow key={link.id} plan={plan} link={link} otherId={link[end]} />
        ))}
      </ul>
    </section>
  ))
}

function LinkRow({ plan, link, otherId }: { plan: PlanModel; link: PlanLink; otherId: string }) {
  const { t } = useTranslation('planning')
  const { openTask } = useContext(TaskPlaceContext)
  const other = plan.tasks[plan.outline.indexById.get(otherId) ?? -1]
  if (!other) return null
  const isShare = link.lag_unit.endsWith('percent')
  const perDay = link.lag_unit === 'elapsed' ? 1440 : plan.project.minutes_per_day
  const lag = isShare ? link.lag : daysOf(link.lag, perDay)

  return (
    <li className="row">
      <button type="button" className="text-button ellipsis" onClick={() => openTask(otherId)}>
        {other.wbs_code} {other.name}
      </button>
      <span className="quiet number nowrap">
        {link.type.toUpperCase()} {lag !== 0 && t(`lag.${link.lag_unit}`, { n: signed(lag) })}
        {link.is_driving && <strong> · {t('driving')}</strong>}
      </span>
    </li>
  )
}
