import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClear } from '@/ui/useClear'
import { useDelayed } from '@/ui/useDelayed'
import { auditStateQuery, whoQuery } from '../queries'

type Found = { id: string; name: string; account_id: string | null; person_id: string | null }
type SomebodyProps = {
  label: string
  value: string | undefined
  keyOf: (one: Found) => string | null
  /** What the chosen one is called, where that is known from elsewhere. */
  name?: string | null
  onChange: (key: string | undefined) => void
}

/** A person or an account, found by name by whoever reads the whole trail. */
export function Somebody({ label, value, keyOf, name, onChange }: SomebodyProps) {
  const clear = useClear()
  const { t } = useTranslation('audit')
  const [text, setText] = useState('')
  const { data: trail } = useQuery(auditStateQuery)
  const { data } = useQuery({ ...whoQuery(useDelayed(text)), enabled: trail?.is_whole === true })
  const found = (data ?? []).flatMap((one) => {
    const key = keyOf(one)
    return key ? [{ value: key, label: one.name }] : []
  })
  const isKnown = !value || found.some((one) => one.value === value)
  return (
    <Select
      allowClear={clear}
      aria-label={label}
      placeholder={label}
      className="filter-choice"
      value={value}
      options={isKnown ? found : [{ value, label: name || t('chosen') }, ...found]}
      showSearch={{ filterOption: false, onSearch: setText }}
      onChange={(key) => onChange(key)}
    />
  )
}
