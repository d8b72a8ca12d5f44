import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Table, type TableColumnsType } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate } from '@/lib/format'
import { EmptyState } from '@/ui/EmptyState'
import { Page } from '@/ui/Page'
import { ImportButton } from '../components/ImportButton'
import { unitsQuery } from '../queries'
import { type UnitNode, unitTree } from '../unitTree'

/** The units of the company as a tree. */
export function UnitsPage() {
  const { t } = useTranslation('organisation')
  const { data: units } = useSuspenseQuery(unitsQuery)
  const tree = useMemo(() => unitTree(units), [units])

  const columns: TableColumnsType<UnitNode> = [
    {
      key: 'name',
      title: t('unit.name'),
      render: (_, { id, name }) => (
        <Link className="row-link" to="/governance/people" search={{ unit: id }}>
          {name}
        </Link>
      ),
    },
    {
      key: 'code',
      responsive: ['md'],
      title: t('unit.code'),
      width: 130,
      className: 'number quiet',
      dataIndex: 'code',
    },
    { key: 'head', title: t('unit.head'), width: 130, render: (_, { head }) => head?.name ?? '—' },
    {
      key: 'calendar',
      title: t('unit.calendar'),
      width: 180,
      responsive: ['md'],
      render: (_, { calendar }) =>
        calendar?.name ?? <span className="quiet">{t('inherited')}</span>,
    },
    {
      key: 'valid',
      title: t('unit.valid'),
      width: 200,
      responsive: ['md'],
      className: 'number quiet',
      render: (_, { valid_from, valid_to }) => {
        if (!valid_to) return valid_from ? t('unit.since', { day: formatDate(valid_from) }) : '—'
        return `${formatDate(valid_from)} → ${formatDate(valid_to)}`
      },
    },
  ]

  return (
    <Page
      title={t('units')}
      lead={t('unitCount', { count: units.length })}
      actions={<ImportButton kind="units" />}
    >
      {units.length === 0 ? (
        <EmptyState title={t('empty.units')} hint={t('empty.unitsHint')} />
      ) : (
        <Table
          size="small"
          aria-label={t('units')}
          rowKey="id"
          columns={columns}
          dataSource={tree}
          pagination={false}
          expandable={{ defaultExpandAllRows: units.length < 200, indentSize: 20 }}
        />
      )}
    </Page>
  )
}
