import { Input } from 'antd'
import { useState } from 'react'

type CommitInputProps = {
  label: string
  value: string
  type?: 'text' | 'number'
  suffix?: string
  isDisabled?: boolean
  onCommit: (value: string) => unknown
}

/** A field that is saved when it is left or on Enter, and taken back on Escape. */
export function CommitInput({
  label,
  value,
  type = 'text',
  suffix,
  isDisabled,
  onCommit,
}: CommitInputProps) {
  const [draft, setDraft] = useState<string | null>(null)
  const commit = () => {
    if (draft !== null && draft !== value) onCommit(draft)
    setDraft(null)
  }

  return (
    <Input
      aria-label={label}
      type={type}
      suffix={suffix}
      value={draft ?? value}
      disabled={isDisabled || undefined}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onPressEnter={commit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setDraft(null)
      }}
    />
  )
}
