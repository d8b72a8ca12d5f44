import type { TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsPhone } from '@/lib/useIsPhone'
import { EndlessTable } from '@/ui/EndlessTable'
import { columnsOf, type PersonColumn } from '../people/fields'
import { LeavesOn, PersonReference, PersonText } from '../people/PersonField'
import type { Person } from '../queries'
import { NameButton } from './NameButton'

type PeopleTableProps = {
  people: Person[]
  chosen?: string[]
  onOpen: (personId: string) => void
  onEndReached: () => void
}

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
  const isPhone = useIsPhone()
  const shown: TableColumnsType<Person> = [
    {
      key: 'name',
      title: t('person.name'),
      width: isPhone ? 110 : 190,
      fixed: 'start',
      ellipsis: true,
      render: (_, { id, name, classification }) => (
        <NameButton name={name} level={classification} onOpen={() => onOpen(id)} />
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

  return (
    <EndlessTable label={t('people')} columns={shown} rows={people} onEndReached={onEndReached} />
  )
}
