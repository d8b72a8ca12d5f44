import { EditOutlined } from '@ant-design/icons'
import { Input, Select, type SelectProps } from 'antd'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { useClear } from './useClear'

type InlineProps = { label: string; may: boolean }

type ShownProps = InlineProps & { text: ReactNode; onOpen: () => void }

/** A value as it is read; pressed, it is edited. */
function Shown({ label, may, text, onOpen }: ShownProps) {
  if (!may) return <span>{text || '—'}</span>
  const spoken = typeof text === 'string' && text ? `${label} ${text}` : label
  return (
    <button type="button" className="inline-edit" aria-label={spoken} onClick={onOpen}>
      <span className="ellipsis">{text || '—'}</span>
      <EditOutlined aria-hidden className="inline-mark" />
    </button>
  )
}

type InlineTextProps = InlineProps & {
  value: string
  /** What it resolves with tells that it was kept; nothing, that it was refused. */
  onSave: (value: string) => unknown
  type?: 'text' | 'date' | 'email'
  max?: number
}

/** A text or a day, edited where it is read: Enter keeps it, Esc takes it back, a refusal leaves it. */
export function InlineText(props: InlineTextProps) {
  const { label, may, value, onSave, type = 'text', max = 200 } = props
  const [draft, setDraft] = useState<string | null>(null)
  const sent = useRef<string | null>(null)
  if (draft === null) {
    return <Shown label={label} may={may} text={value} onOpen={() => setDraft(value)} />
  }

  const keep = async (isAsked: boolean) => {
    const text = draft.trim()
    if (text === value) return setDraft(null)
    // What was refused is not sent again by going elsewhere, and nothing is sent twice.
    if (sent.current === text && !isAsked) return
    sent.current = text
    const saving = onSave(text)
    const isKept =
      !(saving instanceof Promise) || (await saving.catch(() => undefined)) !== undefined
    if (isKept) {
      sent.current = null
      setDraft(null)
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') void keep(true)
    if (event.key === 'Escape') {
      event.stopPropagation()
      setDraft(null)
    }
  }
  return (
    <Input
      autoFocus
      size="small"
      type={type}
      aria-label={label}
      maxLength={max}
      value={draft}
      onChange={(event) => setDraft(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => void keep(false)}
    />
  )
}

type InlineChoiceProps = InlineProps & {
  value: string | null
  text: ReactNode
  options: NonNullable<SelectProps['options']>
  onSave: (value: string | null) => void
  onSearch?: (text: string) => void
  allowClear?: boolean
}

/** One of several, chosen where it is read. */
export function InlineChoice(props: InlineChoiceProps) {
  const { label, may, value, text, options, onSave, onSearch, allowClear = true } = props
  const [isOpen, setOpen] = useState(false)
  const clear = useClear()
  if (!isOpen) return <Shown label={label} may={may} text={text} onOpen={() => setOpen(true)} />

  return (
    <Select
      autoFocus
      defaultOpen
      size="small"
      aria-label={label}
      className="inline-choice"
      popupMatchSelectWidth={false}
      allowClear={allowClear && clear}
      showSearch={onSearch ? { onSearch, filterOption: false } : { optionFilterProp: 'label' }}
      value={value ?? undefined}
      options={options}
      onChange={(chosen?: string) => {
        setOpen(false)
        onSave(chosen ?? null)
      }}
      onBlur={() => setOpen(false)}
    />
  )
}
