import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { actorOf } from '@/lib/actor'
import { formatInstant } from '@/lib/format'
import { type RecordEvent, type RecordKind, recordHistoryQuery } from '@/lib/history'
import { Locked } from '../Locked'
import { useFieldWords, useValueWords } from './useRecordWords'
import './history.css'

type RecordHistoryProps = { kind: RecordKind; id: string }

/** Who changed a record, when, and what from what to what, as far as the viewer may read it. */
export function RecordHistory({ kind, id }: RecordHistoryProps) {
  const { t } = useTranslation('history')
  const history = useInfiniteQuery(recordHistoryQuery(kind, id))
  const events = history.data?.pages.flatMap((page) => page.items)

  return (
    <section className="section" aria-label={t('history')}>
      {history.isPending && <Skeleton active paragraph={{ rows: 3 }} title={false} />}
      {history.isError && <p className="quiet">{t('failed')}</p>}
      {events?.length === 0 && <p className="quiet">{t('none')}</p>}
      <ol className="record-events">
        {events?.map((event) => (
          <Happening key={event.id} kind={kind} event={event} />
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

function Happening({ kind, event }: { kind: RecordKind; event: RecordEvent }) {
  const { t } = useTranslation('history')
  const { t: kindOf } = useTranslation('audit')
  const nameOf = useFieldWords()
  const textOf = useValueWords(kind, event)
  return (
    <li>
      <div>
        <strong>
          {kindOf(`kind.${event.kind.replace('.', '_')}`, { defaultValue: event.kind })}
        </strong>
      </div>
      <div className="quiet">
        <Locked of={event} field="by">
          {actorOf(event.by, t('system'))}
        </Locked>{' '}
        · <span className="number">{formatInstant(event.at)}</span>
      </div>
      {event.fields.map((field) => (
        <div key={field.name} className="record-change">
          <span className="quiet">{nameOf(kind, field.name)}</span>{' '}
          {field.is_hidden && field.before === null && field.after === null
            ? t('hidden')
            : `${textOf(field.name, field.before)} → ${textOf(field.name, field.after)}`}
        </div>
      ))}
    </li>
  )
}
