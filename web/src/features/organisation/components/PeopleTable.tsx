import { Table, type TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'
import { useElementSize } from '@/lib/useElementSize'
import { useIsPhone } from '@/lib/useIsPhone'
import { Locked } from '@/ui/Locked'
import type { Person } from '../queries'

type PeopleTableProps = { people: Person[]; onEndReached: () => void }

const HEADER_HEIGHT = 38

/** People, one row each; virtual. */
export function PeopleTable({ people, onEndReached }: PeopleTableProps) {
  const { t } = useTranslation('organisation')
  const [box, { width, height }] = useElementSize<HTMLDivElement>()
  const isPhone = useIsPhone()
  const lockable = (field: 'employee_number' | 'email') => (_: unknown, person: Person) => (
    <Locked of={person} field={field}>
      {person[field] || '—'}
    </Locked>
  )

  const columns: TableColumnsType<Person> = [
    {
      key: 'name',
      title: t('person.name'),
      dataIndex: 'name',
      width: isPhone ? 128 : 160,
      fixed: 'start',
      ellipsis: true,
    },
    {
      key: 'position',
      title: t('person.position'),
      width: isPhone ? 96 : 180,
      ellipsis: true,
      render: (_, p) => p.position || '—',
    },
    {
      key: 'unit',
      title: t('person.unit'),
      width: isPhone ? 118 : 180,
      ellipsis: true,
      render: (_, p) => p.unit?.name ?? '—',
    },
    {
      key: 'manager',
      title: t('person.manager'),
      width: 130,
      render: (_, p) => p.manager?.name ?? '—',
    },
    {
      key: 'location',
      title: t('person.location'),
      width: 120,
      render: (_, p) => p.location || '—',
    },
    {
      key: 'number',
      title: t('person.number'),
      width: 120,
      className: 'number',
      render: lockable('employee_number'),
    },
    {
      key: 'email',
      title: t('person.email'),
      width: 220,
      ellipsis: true,
      render: lockable('email'),
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
          aria-label={t('people')}
          rowKey="id"
          columns={shown}
          dataSource={people}
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
