import { SearchOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { useClear } from './useClear'

type FindFieldProps = {
  label: string
  value: string | undefined
  /** What is typed; nothing once the field is empty. */
  onFind: (text: string | undefined) => void
}

/** Narrows a list to what holds a text. */
export function FindField({ label, value, onFind }: FindFieldProps) {
  const clear = useClear()
  return (
    <Input
      allowClear={clear}
      prefix={<SearchOutlined aria-hidden />}
      aria-label={label}
      placeholder={label}
      value={value ?? ''}
      onChange={(event) => onFind(event.target.value || undefined)}
      className="filter-text"
    />
  )
}
