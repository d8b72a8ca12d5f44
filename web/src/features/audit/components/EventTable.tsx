import { Link } from '@tanstack/react-router'
import type { TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'
import { useClassName } from '@/lib/classes'
import { formatInstant } from '@/lib/format'
import { useIsPhone } from '@/lib/useIsPhone'
import { EndlessTable } from '@/ui/EndlessTable'
import { Locked } from '@/ui/Locked'
import { type AuditEvent, KIND } from '../queries'
import { useActorName, useKindName } from '../words'
import { OutcomeMark } from './OutcomeMark'

type EventTableProps = {
  events: AuditEvent[]
  onEndReached: () => void
}

/** Events, one row each, the newest first; virtual. */
export function EventTable({ events, onEndReached }: EventTableProps) {
  const { t } = useTranslation('audit')
  const isPhone = useIsPhone()
  const kindName = useKindName()
  const actorName = useActorName()
  const className = useClassName()

  const columns: TableColumnsType<AuditEvent> = [
    {
      key: 'when',
      title: t('when'),
      width: isPhone ? 92 : 150,
      className: 'number',
      render: (_, event) => formatInstant(event.recorded_at),
    },
    {
      key: 'what',
      title: t('what'),
      width: isPhone ? 150 : 260,
      ellipsis: true,
      render: (_, event) => (
        <Link
          to="/governance/audit"
          search={(now) => ({ ...now, event: event.id })}
          replace
          preload={false}
        >
          {kindName(event.kind)}
        </Link>
      ),
    },
    {
      key: 'who',
      title: t('who'),
      width: isPhone ? 110 : 180,
      ellipsis: true,
      render: (_, event) => (
        <Locked of={event} field="actor_name" kind={KIND}>
          {actorName(event)}
        </Locked>
      ),
    },
    {
      key: 'outcome',
      title: t('how'),
      width: 110,
      render: (_, event) => <OutcomeMark outcome={event.outcome} />,
    },
    {
      key: 'ip',
      title: t('ip'),
      width: 140,
      render: (_, event) => (
        <Locked of={event} field="ip" kind={KIND}>
          {event.ip || '—'}
        </Locked>
      ),
    },
    {
      key: 'class',
      title: t('class'),
      width: 130,
      render: (_, event) => className(event.classification),
    },
  ]
  const shown = isPhone ? columns.slice(0, 3) : columns

  return (
    <EndlessTable label={t('audit')} columns={shown} rows={events} onEndReached={onEndReached} />
  )
}
