import { useCallback, useMemo, useState } from 'react'
import type { ColumnKey } from '../props'

/** Where the focus of the grid stands, by task: rows come and go. */
export interface GridFocus {
  taskId: string | null
  column: ColumnKey | null
  /** Counts the moves, so that a row knows when to take the browser's focus. */
  moves: number
}

export interface Editing {
  taskId: string
  column: ColumnKey
  /** A letter that began the editing and takes the place of what was there. */
  text: string | null
}

export interface FocusState {
  focus: GridFocus
  editing: Editing | null
  moveFocus: (taskId: string, column: ColumnKey | null) => void
  edit: (editing: Editing | null) => void
}

export function useFocus(): FocusState {
  const [focus, setFocus] = useState<GridFocus>({ taskId: null, column: null, moves: 0 })
  const [editing, edit] = useState<Editing | null>(null)
  const moveFocus = useCallback((taskId: string, column: ColumnKey | null) => {
    setFocus(({ moves }) => ({ taskId, column, moves: moves + 1 }))
  }, [])
  return useMemo(() => ({ focus, editing, moveFocus, edit }), [focus, editing, moveFocus])
}
