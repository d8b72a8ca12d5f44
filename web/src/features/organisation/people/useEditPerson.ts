import { useTranslation } from 'react-i18next'
import type { SaveClass } from '@/ui/RecordClass'
import { useTold } from '@/ui/useTold'
import type { Person } from '../queries'
import { usePersonChanges } from './queries'

type Met = Parameters<SaveClass>[1]

export type TextField = 'name' | 'position' | 'location' | 'employee_number' | 'email' | 'joins_on'
export type ReferenceField = 'manager' | 'calendar' | 'account'

/** Changes one field of a person, and offers to take it back. */
export function useEditPerson() {
  const { t } = useTranslation('organisation')
  const told = useTold()
  const { change } = usePersonChanges()

  const send = (person: Person, field: string, fields: object, before: object, met?: Met) =>
    told(change.mutateAsync({ person, ...fields }), {
      text: t('changed', { name: person.name, field: t(`person.${field}`) }),
      undo: (now) => change.mutateAsync({ person: now, ...before }),
      met,
    })

  return {
    setText: (person: Person, field: TextField, value: string) => {
      const written = field === 'joins_on' ? value || null : value
      return send(person, field, { [field]: written }, { [field]: person[field] })
    },
    setClass: (person: Person, classification: number, met: Met) => {
      const before = { classification: person.classification }
      return send(person, 'classification', { classification }, before, met)
    },
    setReference: (person: Person, field: ReferenceField, id: string | null) =>
      send(person, field, { [`${field}_id`]: id }, { [`${field}_id`]: person[field]?.id ?? null }),
  }
}
