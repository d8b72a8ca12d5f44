import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { type RowKind, rowsLikeQuery } from '@/lib/rows'
import { useFinding } from '../Pick'
import { useClear } from '../useClear'

type RowPickProps = {
  kind: RowKind
  label: string
  value: string | undefined
  onChange: (id: string | undefined) => void
}

/** One record of a kind, found by what is typed; of the one in an address the name is not known. */
export function RowPick({ kind, label, value, onChange }: RowPickProps) {
  const clear = useClear()
  const { t } = useTranslation('rows')
  const { typed, search } = useFinding()
  const { data = [] } = useQuery(rowsLikeQuery(kind, typed.trim()))
  const isKnown = !value || data.some((one) => one.value === value)
  return (
    <Select
      allowClear={clear}
      showSearch={search}
      aria-label={label}
      placeholder={label}
      value={value}
      onChange={(id?: string) => onChange(id)}
      options={isKnown ? data : [...data, { value, label: t('chosen') }]}
      notFoundContent={t(typed ? 'noneFound' : 'type')}
      popupMatchSelectWidth={false}
      className="filter-choice"
    />
  )
}
