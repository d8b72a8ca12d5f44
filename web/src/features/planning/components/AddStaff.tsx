import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newIdIn } from '@/lib/newId'
import { nameMatches } from '@/lib/pinyin'
import type { Operation } from '@/ui/gantt/edit/operations'
import type { PlanModel, PlanTask } from '@/ui/gantt/model/plan'
import { peopleQuery } from '../queries'

type AddStaffProps = {
  plan: PlanModel
  task: PlanTask
  onEdit: (operations: Operation[]) => unknown
}

const NEW = 'new:'
const PERSON = 'person:'

/** People of the company: a first page for pinyin, and whoever else has the typed name. */
function usePeople(typed: string) {
  const q = useDeferredValue(typed.trim())
  const { data: first = [] } = useQuery(peopleQuery(''))
  const { data: named = [] } = useQuery({ ...peopleQuery(q), enabled: q !== '' })
  return [...new Map([...first, ...named].map((person) => [person.id, person])).values()]
}

/** Puts somebody to a task: who is in the plan already, a person of the company, or a new name. */
export function AddStaff({ plan, task, onEdit }: AddStaffProps) {
  const { t } = useTranslation('planning')
  const [typed, setTyped] = useState('')
  const people = usePeople(typed)
  const held = new Set(task.assignments.map(({ resource_id }) => resource_id))
  const planned = new Set(plan.resources.map(({ person_id }) => person_id))
  const name = typed.trim()
  const inPlan = plan.resources
    .filter(({ id }) => !held.has(id))
    .map((resource) => ({ value: resource.id, label: resource.name, name: resource.name }))
  const inCompany = people
    .filter(({ id }) => !planned.has(id))
    .map((person) => ({
      value: PERSON + person.id,
      label: person.unit ? `${person.name} · ${person.unit.name}` : person.name,
      name: person.name,
    }))
  const isKnown = [...inPlan, ...inCompany].some((one) => one.name === name)
  const added =
    name && !isKnown ? [{ value: NEW + name, label: t('newStaff', { name }), name }] : []
  const groups = [
    { label: t('staffInPlan'), options: inPlan },
    { label: t('staffInCompany'), options: inCompany },
    { label: t('staffNew'), options: added },
  ].filter(({ options }) => options.length > 0)

  const add = (choice: string) => {
    setTyped('')
    const put = { op: 'assign', task_id: task.id, units: 1 } as const
    if (choice.startsWith(PERSON))
      return onEdit([{ ...put, person_id: choice.slice(PERSON.length) }])
    if (!choice.startsWith(NEW)) return onEdit([{ ...put, resource_id: choice }])
    const id = newIdIn(plan.project.id)
    return onEdit([
      { op: 'add_resource', id, name: choice.slice(NEW.length) },
      { ...put, resource_id: id },
    ])
  }

  return (
    <Select<string, { value: string; label: string; name: string }>
      aria-label={t('addStaff')}
      placeholder={t('addStaff')}
      value={null}
      options={groups as never}
      showSearch={{
        filterOption: (text, option) => nameMatches(option?.name ?? '', text),
        searchValue: typed,
        onSearch: setTyped,
      }}
      onSelect={add}
      className="staff-add"
    />
  )
}
