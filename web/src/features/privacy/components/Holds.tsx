import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Popconfirm, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate } from '@/lib/format'
import { useIsPhone } from '@/lib/useIsPhone'
import { EmptyState } from '@/ui/EmptyState'
import { useTold } from '@/ui/useTold'
import { type Hold, holdsQuery, useReleaseHold } from '../queries'
import { NewHoldDialog } from './NewHoldDialog'

const nameOf = ({ somebody, scope }: Hold) => somebody?.name ?? scope?.name ?? ''

/** What is kept from being removed, why, and until when. */
export function Holds() {
  const { t } = useTranslation('privacy')
  const { data: holds } = useSuspenseQuery(holdsQuery)
  const [isAdding, setAdding] = useState(false)
  const columns = useColumns()
  return (
    <>
      <div className="filters">
        <Button icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
          {t('hold.new')}
        </Button>
      </div>
      {holds.length === 0 ? (
        <EmptyState title={t('hold.none')} hint={t('hold.noneHint')} />
      ) : (
        <Table
          size="small"
          aria-label={t('tab.holds')}
          rowKey="id"
          columns={columns}
          dataSource={holds}
          pagination={false}
        />
      )}
      <NewHoldDialog open={isAdding} onClose={() => setAdding(false)} />
    </>
  )
}

function useColumns(): TableColumnsType<Hold> {
  const { t } = useTranslation('privacy')
  const isPhone = useIsPhone()
  const period = ({ since, until }: Hold) =>
    `${formatDate(since)} → ${until ? formatDate(until) : t('hold.forNow')}`
  const wide: TableColumnsType<Hold> = [
    { key: 'reason', title: t('hold.reason'), dataIndex: 'reason' },
    {
      key: 'period',
      title: t('hold.period'),
      width: 220,
      className: 'number',
      render: (_, one) => period(one),
    },
    { key: 'by', title: t('hold.by'), width: 140, render: (_, one) => one.placed_by ?? '—' },
  ]
  return [
    {
      key: 'of',
      title: t('hold.of'),
      render: (_, one) => (
        <>
          {nameOf(one)}{' '}
          <span className="quiet">{t(`hold.kind.${one.scope?.kind ?? 'person'}`)}</span>
          {isPhone && (
            <div className="quiet">
              {one.reason} · {period(one)}
            </div>
          )}
        </>
      ),
    },
    ...(isPhone ? [] : wide),
    {
      key: 'state',
      title: t('hold.state'),
      width: isPhone ? 110 : 150,
      render: (_, one) => <HoldState hold={one} />,
    },
  ]
}

function HoldState({ hold }: { hold: Hold }) {
  const { t } = useTranslation('privacy')
  const release = useReleaseHold()
  const told = useTold()
  if (hold.released_at) return t('hold.released', { at: formatDate(hold.released_at) })
  const name = nameOf(hold)
  return (
    <Popconfirm
      title={t('hold.releaseAsk')}
      okText={t('hold.release')}
      cancelText={t('cancel')}
      onConfirm={() =>
        told(release.mutateAsync(hold.id), { text: t('hold.nowReleased', { name }) })
      }
    >
      <Button size="small" aria-label={t('hold.releaseOf', { name })}>
        {t('hold.release')}
      </Button>
    </Popconfirm>
  )
}
