import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatDate } from '@/lib/format'
import { Health } from '@/ui/Health'
import { Locked } from '@/ui/Locked'
import { TaskName } from '@/ui/TaskName'
import type { ManagedProject, Team } from '../queries'

/** What of one's people is overdue, in projects in view. */
export function TeamCard({ team }: { team: Team }) {
  const { t } = useTranslation('work')
  if (team.n_people === 0) return null
  return (
    <section className="section" aria-labelledby="work-team">
      <h2 className="section-title" id="work-team">
        {t('team')}
        <span className="section-note">{t('people', { count: team.n_people })}</span>
      </h2>
      {team.overdue.length === 0 && <p className="quiet work-quiet">{t('teamOnTime')}</p>}
      {team.overdue.map(({ person, tasks }) => (
        <div key={person.id} className="work-change-group">
          <strong>
            {person.name} · {t('nOverdue', { count: tasks.length })}
          </strong>
          <ul className="rows">
            {tasks.slice(0, 3).map((task) => (
              <li key={task.id} className="work-change">
                <Link
                  to="/projects/$projectId/plan"
                  params={{ projectId: task.project.id }}
                  search={{ panel: 'task', task: task.id }}
                >
                  <TaskName name={task.name} mark={task.number} />
                </Link>
                <span className="quiet nowrap number">
                  {t('daysLate', { count: task.days_late })}
                </span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}

/** The running projects that one leads, the worst first. */
export function ManagedCard({ projects }: { projects: ManagedProject[] }) {
  const { t } = useTranslation('work')
  if (projects.length === 0) return null
  return (
    <section className="section" aria-labelledby="work-managed">
      <h2 className="section-title" id="work-managed">
        {t('managed')}
      </h2>
      <ul className="rows">
        {projects.map((project) => (
          <li key={project.id} className="work-change">
            <Link to="/projects/$projectId/overview" params={{ projectId: project.id }}>
              {project.name}
            </Link>
            <span className="work-managed-facts">
              <Locked of={project} field="finish">
                <Health value={project.health} />
                <span className="quiet number">{formatDate(project.finish)}</span>
              </Locked>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
