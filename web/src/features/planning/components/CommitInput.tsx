import { Input } from 'antd'
import { useRef, useState } from 'react'

type CommitInputProps = {
  label: string
  value: string
  type?: 'text' | 'number'
  suffix?: string
  isDisabled?: boolean
  /** What it resolves with: false where it was refused. */
  onCommit: (value: string) => unknown
}

/** A field that is saved when it is left or on Enter, and taken back on Escape; a refusal leaves it. */
export function CommitInput({
  label,
  value,
  type = 'text',
  suffix,
  isDisabled,
  onCommit,
}: CommitInputProps) {
  const [draft, setDraft] = useState<string | null>(null)
  const refused = useRef<string | null>(null)
  const commit = async (isAsked: boolean) => {
    if (draft === null || draft === value) return setDraft(null)
    // What was refused is not sent again by going elsewhere.
    if (draft === refused.current && !isAsked) return
    setDraft(null)
    const isKept = (await onCommit(draft)) !== false
    refused.current = isKept ? null : draft
    if (!isKept) setDraft((now) => now ?? draft)
  }

  return (
    <Input
      aria-label={label}
      type={type}
      suffix={suffix}
      value={draft ?? value}
      disabled={isDisabled || undefined}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => void commit(false)}
      onPressEnter={() => void commit(true)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setDraft(null)
      }}
    />
  )
}
