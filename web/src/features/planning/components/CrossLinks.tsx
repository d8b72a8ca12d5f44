import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { daysOf, formatMoment, signed } from '@/lib/format'
import type { Operation } from '@/ui/gantt/edit/operations'
import type { GhostTask, PlanCrossLink, PlanModel, PlanTask } from '@/ui/gantt/model/plan'
import { Locked } from '@/ui/Locked'
import { TaskName } from '@/ui/TaskName'
import { AddCrossLink } from './AddCrossLink'
import { CrossLinkTerms } from './CrossLinkTerms'

type CrossLinksProps = {
  plan: PlanModel
  task: PlanTask
  readOnly: boolean
  onEdit: (operations: Operation[]) => Promise<unknown>
}

/** The tasks of other projects that a task waits for, and those that wait for it. */
export function CrossLinks({ plan, task, readOnly, onEdit }: CrossLinksProps) {
  const { t } = useTranslation('planning')
  const links = plan.crossByTask.get(task.id) ?? []

  if (readOnly && links.length === 0) return null
  return (
    <section className="section">
      <h4 className="section-title">{t('otherProjects')}</h4>
      {links.length === 0 && <p className="quiet">{t('noLinks')}</p>}
      <ul className="rows">
        {links.map((link) => (
          <li key={link.id} className="happening">
            <span>
              {t(`across.${link.direction}`)} <GhostName ghost={link.ghost} />
              <GhostDates ghost={link.ghost} />
            </span>
            {readOnly || link.direction === 'out' ? (
              <span className="quiet number nowrap">
                <Terms plan={plan} link={link} />
              </span>
            ) : (
              <CrossLinkTerms plan={plan} link={link} onEdit={onEdit} />
            )}
          </li>
        ))}
      </ul>
      {!readOnly && task.stands_for === undefined && (
        <AddCrossLink plan={plan} task={task} onEdit={onEdit} />
      )}
    </section>
  )
}

/** The name of a task of another project, leading there; or only that there is one. */
export function GhostName({ ghost }: { ghost: GhostTask }) {
  const { t } = useTranslation('planning')
  const { name, project, task_id, is_removed } = ghost
  if (is_removed) return <em className="quiet">{t('removedTask')}</em>
  if (project === null || task_id === null) {
    return (
      <>
        <em>{t('hiddenTask')}</em>{' '}
        <Locked of={ghost} field="name">
          {null}
        </Locked>
      </>
    )
  }
  return (
    <Link
      to="/projects/$projectId/plan"
      params={{ projectId: project.id }}
      search={{ task: task_id, panel: 'task' }}
    >
      <em>
        <TaskName name={name} />
      </em>{' '}
      · {project.key} {project.name}
    </Link>
  )
}

function GhostDates({ ghost: { start, finish } }: { ghost: GhostTask }) {
  if (start === null || finish === null) return null
  return (
    <span className="quiet number">
      {' '}
      {formatMoment(start)} – {formatMoment(finish)}
    </span>
  )
}

function Terms({ plan, link }: { plan: PlanModel; link: PlanCrossLink }) {
  const { t } = useTranslation('planning')
  const { type, lag, lag_unit, is_driving } = link
  if (type === null || lag === null || lag_unit === null) return null
  const perDay = lag_unit === 'elapsed' ? 1440 : plan.project.minutes_per_day
  const n = signed(lag_unit.endsWith('percent') ? lag : daysOf(lag, perDay))
  return (
    <>
      {type.toUpperCase()} {lag !== 0 && t(`lag.${lag_unit}`, { n })}
      {is_driving && <strong> · {t('driving')}</strong>}
    </>
  )
}
