import { Table, type TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useElementSize } from '@/lib/useElementSize'
import { useIsPhone } from '@/lib/useIsPhone'
import { columnsOf, type PersonColumn } from '../people/fields'
import { LeavesOn, PersonReference, PersonText } from '../people/PersonField'
import type { Person } from '../queries'

type PeopleTableProps = {
  people: Person[]
  chosen?: string[]
  onOpen: (personId: string) => void
  onEndReached: () => void
}

const HEADER_HEIGHT = 38
const WIDTHS: Record<PersonColumn, number> = {
  position: 180,
  unit: 170,
  manager: 150,
  location: 130,
  employee_number: 120,
  email: 220,
  account: 150,
  joins_on: 130,
  leaves_on: 120,
}

const cellOf: Record<PersonColumn, (person: Person) => ReactNode> = {
  position: (person) => <PersonText person={person} field="position" />,
  unit: ({ unit }) => unit.name,
  manager: (person) => <PersonReference person={person} field="manager" />,
  location: (person) => <PersonText person={person} field="location" />,
  employee_number: (person) => <PersonText person={person} field="employee_number" />,
  email: (person) => <PersonText person={person} field="email" />,
  account: (person) => <PersonReference person={person} field="account" />,
  joins_on: (person) => <PersonText person={person} field="joins_on" />,
  leaves_on: (person) => <LeavesOn person={person} />,
}

/** People, one row each, their fields edited in place; virtual. */
export function PeopleTable({ people, chosen, onOpen, onEndReached }: PeopleTableProps) {
  const { t } = useTranslation('organisation')
  const [box, { width, height }] = useElementSize<HTMLDivElement>()
  const isPhone = useIsPhone()
  const shown: TableColumnsType<Person> = [
    {
      key: 'name',
      title: t('person.name'),
      width: isPhone ? 110 : 190,
      fixed: 'start',
      ellipsis: true,
      render: (_, { id, name }) => (
        <button
          type="button"
          className="text-button row-link ellipsis"
          title={name}
          onClick={() => onOpen(id)}
        >
          {name}
        </button>
      ),
    },
    ...columnsOf(chosen, isPhone).map((column) => ({
      key: column,
      title: t(`person.${column}`),
      width: isPhone ? Math.min(WIDTHS[column], 130) : WIDTHS[column],
      ellipsis: true,
      render: (_: unknown, person: Person) => cellOf[column](person),
    })),
  ]
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
