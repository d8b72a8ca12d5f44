import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatDate } from '@/lib/format'
import { InlineChoice, InlineText } from '@/ui/InlineEdit'
import { Locked } from '@/ui/Locked'
import { ClassChoice } from '@/ui/RecordClass'
import { calendarsQuery, type Person } from '../queries'
import { useAccountOptions, usePersonOptions } from './PersonPick'
import { type ReferenceField, type TextField, useEditPerson } from './useEditPerson'

const MANAGE = 'organisation.manage'
const MANAGE_ACCESS = 'access.manage'
const LOWER_CLASS = 'organisation.lower_class'
const LIMITS: Partial<Record<TextField, number>> = {
  position: 100,
  location: 100,
  employee_number: 40,
}
const TYPES: Partial<Record<TextField, 'date' | 'email'>> = { joins_on: 'date', email: 'email' }

type FieldProps<Field> = { person: Person; field: Field }

/** A text or day of a person: locked, read, or edited in its place. */
export function PersonText({ person, field }: FieldProps<TextField>) {
  const { t } = useTranslation('organisation')
  const { setText } = useEditPerson()
  return (
    <Locked of={person} field={field} kind="person">
      <InlineText
        label={t(`person.${field}`)}
        may={person._may.includes(MANAGE)}
        type={TYPES[field]}
        max={LIMITS[field]}
        value={field === 'joins_on' ? (person.joins_on ?? '') : (person[field] ?? '')}
        onSave={(value) => setText(person, field, value)}
      />
    </Locked>
  )
}

/** Another object that a person refers to. */
export function PersonReference({ person, field }: FieldProps<ReferenceField>) {
  return (
    <Locked of={person} field={field} kind="person">
      {field === 'manager' && <Manager person={person} />}
      {field === 'calendar' && <OwnCalendar person={person} />}
      {field === 'account' && <Account person={person} />}
    </Locked>
  )
}

function Manager({ person }: { person: Person }) {
  const { options, search } = usePersonOptions(person.manager)
  return <Reference person={person} field="manager" options={options} onSearch={search} />
}

function OwnCalendar({ person }: { person: Person }) {
  const { data } = useQuery(calendarsQuery)
  const options = data?.map(({ id, name }) => ({ value: id, label: name })) ?? []
  return <Reference person={person} field="calendar" options={options} />
}

function Account({ person }: { person: Person }) {
  const may = person._may.includes(MANAGE_ACCESS)
  const { options, search } = useAccountOptions(person.account, may)
  return <Reference person={person} field="account" options={options} onSearch={search} />
}

type ReferenceProps = FieldProps<ReferenceField> & {
  options: { value: string; label: string }[]
  onSearch?: (text: string) => void
}

function Reference({ person, field, options, onSearch }: ReferenceProps) {
  const { t } = useTranslation('organisation')
  const { setReference } = useEditPerson()
  const needed = field === 'account' ? [MANAGE, MANAGE_ACCESS] : [MANAGE]
  return (
    <InlineChoice
      label={t(`person.${field}`)}
      may={needed.every((one) => person._may.includes(one))}
      value={person[field]?.id ?? null}
      text={person[field]?.name ?? (field === 'calendar' ? t('person.unitCalendar') : '')}
      options={options}
      onSearch={onSearch}
      onSave={(id) => setReference(person, field, id)}
    />
  )
}

/** The class of the record of a person, which lifts that of every field. */
export function PersonClass({ person }: { person: Person }) {
  const { t } = useTranslation('organisation')
  const { setClass } = useEditPerson()
  return (
    <ClassChoice
      label={t('person.classification')}
      record={{ kind: 'person', id: person.id, name: person.name }}
      level={person.classification}
      may={person._may.includes(MANAGE)}
      mayLower={person._may.includes(LOWER_CLASS)}
      onSave={(level, met) => setClass(person, level, met)}
    />
  )
}

/** The first day on which a person no longer works here. */
export function LeavesOn({ person }: { person: Person }) {
  return (
    <Locked of={person} field="leaves_on" kind="person">
      {formatDate(person.leaves_on)}
    </Locked>
  )
}
