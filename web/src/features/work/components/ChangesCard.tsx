import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { actorOf } from '@/lib/actor'
import { formatDate, formatInstant } from '@/lib/format'
import { LOCKED } from '@/lib/lockedName'
import { Dated } from '@/ui/Dated'
import { Locked } from '@/ui/Locked'
import { changesQuery, useNoteLook, type WorkChange } from '../queries'

const MOST = 4

/** What others changed in one's tasks and projects since one last looked. */
export function ChangesCard() {
  const { t } = useTranslation('work')
  const { data } = useQuery(changesQuery)
  const { mutate: noteLook, isPending } = useNoteLook()
  if (!data) return null
  const count = data.projects.reduce((sum, { n_changes }) => sum + n_changes, 0)

  return (
    <section className="section" aria-labelledby="work-changes">
      <h2 className="section-title" id="work-changes">
        {t('changes')}
        {data.since && (
          <span className="section-note">{t('since', { at: formatInstant(data.since) })}</span>
        )}
      </h2>
      {count === 0 ? (
        <p className="quiet work-quiet">{t('noChanges')}</p>
      ) : (
        <>
          {data.projects.map(({ project, changes, n_changes }) => (
            <div key={project.id} className="work-change-group">
              <Link to="/projects/$projectId/overview" params={{ projectId: project.id }}>
                {project.key} {project.name}
              </Link>
              <ul className="rows">
                {changes.slice(0, MOST).map((change) => (
                  <ChangeRow
                    key={`${change.code} ${change.task?.id} ${change.at}`}
                    change={change}
                  />
                ))}
              </ul>
              {n_changes > MOST && (
                <span className="quiet">{t('moreChanges', { count: n_changes - MOST })}</span>
              )}
            </div>
          ))}
          <Button className="work-seen" loading={isPending} onClick={() => noteLook(data.upto)}>
            {t('seen')}
          </Button>
        </>
      )}
    </section>
  )
}

function ChangeRow({ change }: { change: WorkChange }) {
  const { t } = useTranslation('work')
  return (
    <li className="work-change">
      <span>
        <Dated text={useChangeText()(change)} />
      </span>
      <span className="quiet nowrap" title={formatInstant(change.at)}>
        <Locked of={change} field="by">
          {actorOf(change.by, t('system'))}
        </Locked>
      </span>
    </li>
  )
}

type Dates = WorkChange['before']

/** Whether a task begins on another day and ends as before. */
const isOnlyStart = (before: Dates, after: Dates): boolean =>
  Boolean(before?.finish && after?.finish) &&
  formatDate(before?.finish) === formatDate(after?.finish)

/** A change in words. */
function useChangeText() {
  const { t } = useTranslation('work')
  return ({ code, task, before, after, fields, n_changed, n_moved }: WorkChange): string =>
    t(`change.${isOnlyStart(before, after) ? 'movedStart' : code}`, {
      name: task?.name ?? before?.name ?? after?.name ?? (task ? LOCKED : t('something')),
      from: formatDate(isOnlyStart(before, after) ? before?.start : before?.finish),
      to: formatDate(isOnlyStart(before, after) ? after?.start : after?.finish),
      fields: fields.map((field) => t(`changedField.${field}`)).join(t('comma')),
      changed: n_changed,
      moved: n_moved,
    })
}
