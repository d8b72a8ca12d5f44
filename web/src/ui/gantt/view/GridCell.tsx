import { useEffect, useRef, useState } from 'react'
import type { CellFault } from '../edit/cells'
import type { Fault } from '../edit/predecessors'
import { fill } from '../labels'
import type { ColumnKey } from '../props'
import { useChart } from './chart'

/** Where the focus goes after a cell has been committed. */
export type Onward = 'stay' | 'next' | 'previous' | 'below'

export interface CellEditing {
  column: ColumnKey
  /** What the field holds at first. */
  source: string
  /** True where a typed letter began the editing: the text is not selected then. */
  isTyped: boolean
  commit: (text: string, onward: Onward) => Fault<CellFault> | null
  cancel: () => void
}

/** A cell being edited: Enter commits, Escape takes back, Tab goes to the next cell. */
export function CellEditor({ editing, name }: { editing: CellEditing; name: string }) {
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
