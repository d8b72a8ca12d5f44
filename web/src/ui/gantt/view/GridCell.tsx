import { LockOutlined } from '@ant-design/icons'
import { useEffect, useRef, useState } from 'react'
import { type CellFault, choicesOf } from '../edit/cells'
import type { Fault } from '../edit/predecessors'
import { fill } from '../labels'
import type { PlanTask } from '../model/plan'
import type { ColumnKey } from '../props'
import { useChart } from './chart'

/** Where the focus goes after a cell has been committed. */
export type Onward = 'stay' | 'next' | 'previous' | 'below'

export interface CellEditing {
  column: ColumnKey
  /** What the field holds at first. */
  source: string
  /** What the cell holds, whatever was typed to begin with. */
  held: string
  /** True where a typed letter began the editing: the text is not selected then. */
  isTyped: boolean
  commit: (text: string, onward: Onward) => Fault<CellFault> | null
  cancel: () => void
}

type CellEditorProps = { editing: CellEditing; name: string }

/** A cell being edited, typed into or chosen from. */
export function CellEditor(props: CellEditorProps) {
  const choices = choicesOf(props.editing.column)
  return choices ? <ChoiceEditor {...props} choices={choices} /> : <TextEditor {...props} />
}

/** A cell whose value is one of a few: what is chosen is committed at once, Escape takes back. */
function ChoiceEditor({
  editing,
  name,
  choices,
}: CellEditorProps & { choices: readonly string[] }) {
  const { labels } = useChart()
  const select = useRef<HTMLSelectElement>(null)
  const words: Readonly<Record<string, string>> = labels.states
  const now = choices.includes(editing.source) ? editing.source : editing.held
  useEffect(() => {
    select.current?.focus({ preventScroll: true })
    try {
      select.current?.showPicker()
    } catch {
      // Only what a person did may open it; it is then opened by a key.
    }
  }, [])
  return (
    <span className="zg-editor">
      <select
        ref={select}
        defaultValue={now}
        aria-label={`${labels.columns[editing.column]}: ${name}`}
        onChange={(event) => editing.commit(event.target.value, 'stay')}
        onBlur={() => editing.cancel()}
        onKeyDown={(event) => {
          event.stopPropagation()
          const { value } = event.currentTarget
          if (event.key === 'Escape') editing.cancel()
          else if (event.key === 'Enter') editing.commit(value, 'below')
          else if (event.key === 'Tab') {
            event.preventDefault()
            editing.commit(value, event.shiftKey ? 'previous' : 'next')
          }
        }}
      >
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {words[choice] ?? choice}
          </option>
        ))}
      </select>
    </span>
  )
}

/** A cell being edited: Enter commits, Escape takes back, Tab goes to the next cell. */
function TextEditor({ editing, name }: CellEditorProps) {
  const { labels } = useChart()
  const input = useRef<HTMLInputElement>(null)
  const [fault, setFault] = useState<Fault<CellFault> | null>(null)
  const isOver = useRef(false)
  const { isTyped } = editing
  useEffect(() => {
    input.current?.focus({ preventScroll: true })
    if (!isTyped) input.current?.select()
  }, [isTyped])
  const commit = (onward: Onward) => {
    if (isOver.current) return
    const found = editing.commit(input.current?.value ?? '', onward)
    setFault(found)
    isOver.current = found === null
  }
  const cancel = () => {
    isOver.current = true
    editing.cancel()
  }
  return (
    <span className="zg-editor">
      <input
        ref={input}
        defaultValue={editing.source}
        aria-label={`${labels.columns[editing.column]}: ${name}`}
        aria-invalid={fault !== null}
        onChange={() => setFault(null)}
        onBlur={() => (fault ? cancel() : commit('stay'))}
        onKeyDown={(event) => {
          event.stopPropagation()
          // Enter that ends a word of an input method is not meant for the cell.
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Escape') cancel()
          else if (event.key === 'Enter') commit('below')
          else if (event.key === 'Tab') {
            event.preventDefault()
            commit(event.shiftKey ? 'previous' : 'next')
          }
        }}
      />
      {fault && (
        <span className="zg-fault" role="alert">
          {fill(labels.errors[fault.error], fault.params)}
        </span>
      )}
    </span>
  )
}

/** A lock and the number of a task, in the place of a name that is locked. */
export function LockedName({ task }: { task: PlanTask }) {
  return (
    <>
      <LockOutlined aria-hidden /> #{task.number}
    </>
  )
}

/** A name with the part that was searched for brought out. */
export function Marked({ text, search }: { text: string; search: string }) {
  const at = search ? text.toLowerCase().indexOf(search.toLowerCase()) : -1
  if (at < 0) return text
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + search.length)}</mark>
      {text.slice(at + search.length)}
    </>
  )
}
