import { Button } from 'antd'
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { Markdown } from '@/ui/markdown/Markdown'
import { FormatBar } from './FormatBar'
import { MentionChoice, useMentionable } from './MentionChoice'
import { completed, readable, storable, type Typed, typedAt } from './mentions'
import type { Place, SomeUser } from './queries'

const MAX_LENGTH = 20_000

type CommentEditorProps = {
  place: Place
  label: string
  /** The text to begin with, as it is stored, and how those it names are called. */
  initial?: { text: string; names: ReadonlyMap<string, string> }
  isBusy: boolean
  submitText: string
  /** Stands beside the button that sends. */
  beside?: ReactNode
  /** Gets the text as it is stored; the editor is emptied once it resolves to true. */
  onSubmit: (text: string) => Promise<boolean>
  onCancel?: () => void
}

const EMPTY = { text: '', names: new Map<string, string>() }

/** The text that is written and those chosen for its mentions. */
function useDraft(initial: { text: string; names: ReadonlyMap<string, string> }) {
  const [begun] = useState(() => readable(initial.text, initial.names))
  const [text, setText] = useState(begun.text)
  const [named, setNamed] = useState<SomeUser[]>(begun.named)
  const [typed, setTyped] = useState<Typed | null>(null)
  const clear = () => {
    setText('')
    setNamed([])
    setTyped(null)
  }
  return { text, setText, named, setNamed, typed, setTyped, clear }
}

/** Writes a comment in Markdown; `@` opens the list of those who may read it. */
export function CommentEditor(props: CommentEditorProps) {
  const { place, label, initial = EMPTY, isBusy, submitText, beside, onSubmit, onCancel } = props
  const { t } = useTranslation('discussion')
  const area = useRef<HTMLTextAreaElement>(null)
  const list = useId()
  const draft = useDraft(initial)
  const { text, named, typed } = draft
  const [isPreview, setIsPreview] = useState(false)
  const [active, setActive] = useState(0)
  const people = useMentionable(place, typed?.text)
  const stored = storable(text, named)
  const isEmpty = text.trim() === '' || stored.length > MAX_LENGTH

  const write = (value: string, caret: number) => {
    draft.setText(value)
    draft.setTyped(typedAt(value, caret))
    setActive(0)
  }
  const writeAndSelect = (value: string, from: number, to = from) => {
    // At once: whoever types on must not find the caret moved under their fingers.
    flushSync(() => {
      write(value, -1)
      draft.setTyped(null)
    })
    area.current?.focus()
    area.current?.setSelectionRange(from, to)
  }
  const choose = (user: SomeUser) => {
    if (!typed) return
    const done = completed(text, typed, area.current?.selectionStart ?? text.length, user)
    draft.setNamed([...named.filter(({ name }) => name !== user.name), user])
    writeAndSelect(done.text, done.caret)
  }
  const submit = async () => {
    if (!isEmpty && !isBusy && (await onSubmit(stored))) draft.clear()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const isChoosing = typed !== null && people.length > 0
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const chosen = event.key === 'Enter' || event.key === 'Tab' ? people[active] : undefined
    if (isChoosing && step) setActive((active + step + people.length) % people.length)
    else if (isChoosing && chosen && !event.nativeEvent.isComposing) choose(chosen)
    else if (isChoosing && event.key === 'Escape') draft.setTyped(null)
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit()
    else if (event.key === 'Escape' && onCancel) onCancel()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className="comment-editor">
      <FormatBar
        area={area}
        isPreview={isPreview}
        onPreview={setIsPreview}
        onWrite={writeAndSelect}
      />
      {isPreview ? (
        <div className="comment-preview">
          <Markdown text={stored || t('nothingYet')} />
        </div>
      ) : (
        <textarea
          ref={area}
          className="comment-area"
          aria-label={label}
          aria-autocomplete="list"
          aria-controls={typed && people.length > 0 ? list : undefined}
          aria-activedescendant={typed && people[active] ? `${list}-${active}` : undefined}
          placeholder={t('placeholder')}
          rows={3}
          maxLength={MAX_LENGTH}
          value={text}
          onChange={({ target }) => write(target.value, target.selectionStart)}
          onKeyDown={onKeyDown}
          onBlur={() => draft.setTyped(null)}
        />
      )}
      {typed && people.length > 0 && !isPreview && (
        <MentionChoice
          id={list}
          people={people}
          active={active}
          onChoose={choose}
          onKeyDown={onKeyDown}
        />
      )}
      <div className="comment-submit">
        {beside}
        {onCancel && (
          <Button size="small" onClick={onCancel}>
            {t('cancel')}
          </Button>
        )}
        <Button size="small" type="primary" disabled={isEmpty} loading={isBusy} onClick={submit}>
          {submitText}
        </Button>
      </div>
    </div>
  )
}
