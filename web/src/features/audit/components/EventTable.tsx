import { Link } from '@tanstack/react-router'
import { Table, type TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '@/lib/format'
import { useElementSize } from '@/lib/useElementSize'
import { useIsPhone } from '@/lib/useIsPhone'
import type { AuditEvent } from '../queries'
import { useActorName, useKindName } from '../words'
import { OutcomeMark } from './OutcomeMark'

type EventTableProps = {
  events: AuditEvent[]
  onEndReached: () => void
}

const HEADER_HEIGHT = 38

/** Events, one row each, the newest first; virtual. */
export function EventTable({ events, onEndReached }: EventTableProps) {
  const { t } = useTranslation('audit')
  const [box, { width, height }] = useElementSize<HTMLDivElement>()
  const isPhone = useIsPhone()
  const kindName = useKindName()
  const actorName = useActorName()

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
      render: (_, event) => actorName(event),
    },
    {
      key: 'outcome',
      title: t('how'),
      width: 110,
      render: (_, event) => <OutcomeMark outcome={event.outcome} />,
    },
    { key: 'ip', title: t('ip'), width: 140, render: (_, event) => event.ip || '—' },
    {
      key: 'class',
      title: t('class'),
      width: 130,
      render: (_, event) => t(`classes.${event.classification as 0 | 1 | 2 | 3}`),
    },
  ]
  const shown = isPhone ? columns.slice(0, 3) : columns
  const total = shown.reduce((sum, column) => sum + Number(column.width), 0)

  return (
    <div ref={box} className="table-box">
      {height > 0 && (
        <Table
          virtual
          size="small"
          aria-label={t('audit')}
          rowKey="id"
          columns={shown}
          dataSource={events}
          pagination={false}
          scroll={{ x: Math.max(total, width), y: height - HEADER_HEIGHT }}
          onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
            if (scrollTop + clientHeight > scrollHeight - 600) onEndReached()
          }}
        />
      )}
    </div>
  )
}
