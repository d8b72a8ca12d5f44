import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClear } from '@/ui/useClear'
import { useDelayed } from '@/ui/useDelayed'
import { accountChoicesQuery, personChoicesQuery } from './queries'

type Named = { id: string; name: string } | null | undefined

const withPresent = (options: { value: string; label: string }[], present: Named) =>
  present && !options.some(({ value }) => value === present.id)
    ? [{ value: present.id, label: present.name }, ...options]
    : options

/** People to choose from by what is typed, the one chosen now among them. */
export function usePersonOptions(present?: Named) {
  const [typed, search] = useState('')
  const { data } = useQuery(personChoicesQuery(useDelayed(typed)))
  const options = (data ?? []).map(({ id, name, unit }) => ({
    value: id,
    label: `${name} · ${unit.name}`,
  }))
  return { options: withPresent(options, present), search }
}

/** Accounts to choose from by what is typed. */
export function useAccountOptions(present: Named, isAsked: boolean) {
  const [typed, search] = useState('')
  const { data } = useQuery({ ...accountChoicesQuery(useDelayed(typed)), enabled: isAsked })
  const options = (data ?? []).map(({ id, name, username }) => ({
    value: id,
    label: `${username} · ${name}`,
  }))
  return { options: withPresent(options, present), search }
}

type PersonPickProps = { id?: string; value?: string; onChange?: (id?: string) => void }

/** A field of a form that names a person. */
export function PersonPick({ id, value, onChange }: PersonPickProps) {
  const clear = useClear()
  const { t } = useTranslation('organisation')
  const { options, search } = usePersonOptions()
  return (
    <Select
      id={id}
      allowClear={clear}
      showSearch={{ onSearch: search, filterOption: false }}
      placeholder={t('person.find')}
      value={value}
      onChange={onChange}
      options={options}
    />
  )
}
