import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDelayed } from '@/ui/useDelayed'
import { authoritiesQuery, bodiesQuery, colleaguesQuery, scopeChoicesQuery } from './queries'
import { useWords } from './words'

type PickProps = {
  id?: string
  value?: string
  onChange?: (value?: string) => void
  /** Read out where no label stands beside it; shown while it is empty. */
  label?: string
}
type Options = { value: string; label: string }[] | undefined

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

/** A colleague, found by what is typed. */
export function PersonPick(props: PickProps) {
  const [typed, search] = useState('')
  const { data } = useQuery(colleaguesQuery(useDelayed(typed)))
  const options = data?.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Select {...common(props, options)} showSearch={{ onSearch: search, filterOption: false }} />
  )
}

/** A scope into whose authorities the viewer may look, found by what is typed. */
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

/** One of the authorities. */
export function AuthorityPick(props: PickProps) {
  const { data } = useSuspenseQuery(authoritiesQuery)
  const { named } = useWords()
  const options = data.map((one) => ({ value: one.code, label: named(one) }))
  return <Select {...common(props, options)} />
}

/** One of the bodies that still decide. */
export function BodyPick(props: PickProps) {
  const { data } = useQuery(bodiesQuery)
  const { named } = useWords()
  const options = data
    ?.filter(({ dissolved_at }) => dissolved_at === null)
    .map((one) => ({ value: one.id, label: named(one) }))
  return <Select {...common(props, options)} />
}
