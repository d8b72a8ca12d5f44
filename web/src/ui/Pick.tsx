import { Select } from 'antd'
import { useState } from 'react'
import { useClear } from './useClear'
import { useDelayed } from './useDelayed'

export type PickProps = {
  id?: string
  value?: string
  onChange?: (value?: string) => void
  /** Read out where no label stands beside it; shown while it is empty. */
  label?: string
}
type Options = { value: string; label: string }[] | undefined
type ShownPickProps = PickProps & { options: Options; search?: object | boolean }

/** One of some choices; what is chosen shows once its name is known. */
export function Pick({ id, value, onChange, label, options, search = false }: ShownPickProps) {
  const clear = useClear()
  return (
    <Select
      id={id}
      options={options}
      value={options?.some((one) => one.value === value) ? value : undefined}
      onChange={onChange}
      aria-label={label}
      placeholder={label}
      allowClear={clear}
      popupMatchSelectWidth={false}
      className={label ? 'filter-choice' : undefined}
      showSearch={search}
    />
  )
}

/** What was typed into a pick, a moment ago, and how its choices are found by it. */
export function useFinding() {
  const [typed, onSearch] = useState('')
  return { typed: useDelayed(typed), search: { onSearch, filterOption: false } }
}
