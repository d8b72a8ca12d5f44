import {
  type Dispatch,
  type RefObject,
  type SetStateAction,
  useCallback,
  useMemo,
  useRef,
  useState,
} from 'react'
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
  /** Takes over where the browser's focus has gone by itself. */
  adoptFocus: (taskId: string, column: ColumnKey | null) => void
  edit: Dispatch<SetStateAction<Editing | null>>
  /** The last move for which a row has taken the browser's focus. */
  given: RefObject<number>
}

export function useFocus(): FocusState {
  const [focus, setFocus] = useState<GridFocus>({ taskId: null, column: null, moves: 0 })
  const given = useRef(0)
  const [editing, edit] = useState<Editing | null>(null)
  const moveFocus = useCallback((taskId: string, column: ColumnKey | null) => {
    setFocus(({ moves }) => ({ taskId, column, moves: moves + 1 }))
  }, [])
  const adoptFocus = useCallback((taskId: string, column: ColumnKey | null) => {
    setFocus((now) =>
      now.taskId === taskId && now.column === column
        ? now
        : { taskId, column, moves: Math.max(1, now.moves) },
    )
  }, [])
  return useMemo(
    () => ({ focus, editing, moveFocus, adoptFocus, edit, given }),
    [focus, editing, moveFocus, adoptFocus],
  )
}
