import { useSuspenseQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { actorOf } from '@/lib/actor'
import { formatInstant } from '@/lib/format'
import { Locked } from '@/ui/Locked'
import { type HistoryEvent, historyQuery } from '../queries'

const EDITED = 'planning.plan_edited'
const IMPORTED = 'planning.plan_imported'

/** Who changed the plan, when, and how much moved. */
export function HistoryList({ projectId }: { projectId: string }) {
  const { t, i18n } = useTranslation('planning')
  const { data } = useSuspenseQuery(historyQuery(projectId))
  const wordOf = (kind: string) => {
    const key = `event.${kind.replaceAll('.', '_')}`
    return i18n.exists(`planning:${key}`) ? t(key) : kind
  }

  const done = ({ kind, operations }: HistoryEvent): string[] => {
    const steps = [...new Set(operations)]
      .filter((operation) => i18n.exists(`planning:operation.${operation}`))
      .map((operation) => t(`operation.${operation}`))
    return kind === EDITED && steps.length > 0 ? steps : [wordOf(kind), ...steps]
  }
  const why = ({ because_of }: HistoryEvent): string[] =>
    because_of.map(({ key, name }) =>
      key ? t('becauseOf', { project: `${key} ${name}` }) : t('becauseOfHidden'),
    )
  const extent = ({ kind, n_changed, n_moved }: HistoryEvent): string[] => [
    ...(n_changed > 0 ? [t(kind === IMPORTED ? 'nRead' : 'nChanged', { count: n_changed })] : []),
    ...(n_moved > 0 && kind !== IMPORTED ? [t('nMoved', { count: n_moved })] : []),
  ]

  if (data.items.length === 0) return <p className="quiet">{t('noHistory')}</p>
  return (
    <ul className="rows">
      {data.items.map((event) => (
        <li key={event.id} className="happening">
          <span>
            {done(event).join(' · ')}
            <span className="quiet">
              {[...why(event), ...extent(event)].map((fact) => (
                <Fragment key={fact}> · {fact}</Fragment>
              ))}
            </span>
          </span>
          <span className="quiet number nowrap">
            <Locked of={event} field="by">
              {actorOf(event.by, t('system'))}
            </Locked>{' '}
            · {formatInstant(event.at)}
          </span>
        </li>
      ))}
    </ul>
  )
}
