import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDelayed } from '@/ui/useDelayed'
import { accountChoicesQuery, permissionsQuery, rolesQuery, scopeChoicesQuery } from './queries'

type PickProps = {
  id?: string
  value?: string
  onChange?: (value?: string) => void
  /** Read out where no label stands beside it; shown while it is empty. */
  label?: string
}

type Options = { value: string; label: string }[] | undefined

/** What every pick has in common; what is chosen shows once its name is known. */
const common = ({ id, value, onChange, label }: PickProps, options: Options) => ({
  id,
  options,
  value: options?.some((one) => one.value === value) ? value : undefined,
  onChange,
  'aria-label': label,
  placeholder: label,
  allowClear: true,
  popupMatchSelectWidth: false,
  className: label ? 'filter-choice' : undefined,
})

/** An account, found by what is typed. */
export function AccountPick(props: PickProps) {
  const [typed, search] = useState('')
  const { data } = useQuery(accountChoicesQuery(useDelayed(typed), props.value))
  const options = data?.map(({ id, name, username }) => ({
    value: id,
    label: `${name} · ${username}`,
  }))
  return (
    <Select {...common(props, options)} showSearch={{ onSearch: search, filterOption: false }} />
  )
}

/** A scope over which the viewer manages access, found by what is typed. */
export function ScopePick(props: PickProps) {
  const { t } = useTranslation('governing')
  const [typed, search] = useState('')
  const { data } = useQuery(scopeChoicesQuery(useDelayed(typed), props.value))
  const options = data?.map(({ id, label, kind }) => ({
    value: id,
    label: `${label} · ${t(`kind.${kind}`, kind)}`,
  }))
  return (
    <Select {...common(props, options)} showSearch={{ onSearch: search, filterOption: false }} />
  )
}

/** One of the roles. */
export function RolePick(props: PickProps) {
  const { i18n } = useTranslation('governing')
  const { data } = useQuery(rolesQuery)
  const options = data?.map(({ id, name, name_en }) => ({
    value: id,
    label: i18n.language === 'en' ? name_en : name,
  }))
  return <Select {...common(props, options)} showSearch={{ optionFilterProp: 'label' }} />
}

/** One of the permissions, by what it lets do. */
export function PermissionPick(props: PickProps) {
  const { t } = useTranslation('governing')
  const { data } = useQuery(permissionsQuery)
  const options = data?.names.map((name) => ({
    value: name,
    label: t(`permission.${name}.name`, name),
  }))
  return <Select {...common(props, options)} showSearch={{ optionFilterProp: 'label' }} />
}
