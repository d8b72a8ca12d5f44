import type { ColumnKey } from '../props'

/** A pressed key, as far as a command depends on it. */
export interface KeyPress {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
}

/** Where the focus stands: on a row, or on one of its cells. */
export interface FocusPlace {
  row: number
  column: ColumnKey | null
}

export interface GridState {
  focus: FocusPlace
  nRows: number
  pageRows: number
  columns: readonly ColumnKey[]
  /** Whether the focused row can be opened or closed, and is. */
  isExpanded: boolean | null
  parentRow: number | null
  readOnly: boolean
}

export type Command =
  | { do: 'focus'; to: FocusPlace; select: 'only' | 'range' | 'none' }
  | { do: 'edit'; column: ColumnKey; text: string | null }
  | { do: 'select'; how: 'toggle' | 'all' | 'none' }
  | { do: 'expand' | 'collapse' | 'expandAll' }
  | { do: 'add' | 'delete' | 'indent' | 'outdent' | 'moveUp' | 'moveDown' }
  | { do: 'link' | 'unlink' | 'fillDown' }
  | { do: 'undo' | 'redo' | 'menu' | 'open' | 'why' | 'help' }

const EDITING: ReadonlySet<Command['do']> = new Set([
  'edit',
  'add',
  'delete',
  'indent',
  'outdent',
  'moveUp',
  'moveDown',
  'link',
  'unlink',
  'fillDown',
  'undo',
  'redo',
])

/** The row a key leads to, or null where it is not a key of movement. */
function rowAfter(key: string, state: GridState): number | null {
  const { row } = state.focus
  const last = state.nRows - 1
  const to: Record<string, number> = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    PageDown: row + state.pageRows,
    PageUp: row - state.pageRows,
    Home: 0,
    End: last,
  }
  const target = to[key]
  return target === undefined ? null : Math.max(0, Math.min(last, target))
}

/** Left and right, as the treegrid pattern of the ARIA practices has them. */
function sideways(key: 'ArrowLeft' | 'ArrowRight', state: GridState): Command | null {
  const { focus, columns, isExpanded, parentRow } = state
  const cell = (at: number): Command => ({
    do: 'focus',
    to: { row: focus.row, column: columns[at] ?? null },
    select: 'none',
  })
  if (focus.column !== null) {
    const at = columns.indexOf(focus.column) + (key === 'ArrowRight' ? 1 : -1)
    return at >= columns.length ? null : cell(at)
  }
  if (key === 'ArrowRight') return isExpanded === false ? { do: 'expand' } : cell(0)
  if (isExpanded) return { do: 'collapse' }
  if (parentRow === null) return null
  return { do: 'focus', to: { row: parentRow, column: null }, select: 'only' }
}

function outlineCommand(key: string): Command | null {
  switch (key) {
    case 'ArrowLeft':
      return { do: 'outdent' }
    case 'ArrowRight':
      return { do: 'indent' }
    case 'ArrowUp':
      return { do: 'moveUp' }
    case 'ArrowDown':
      return { do: 'moveDown' }
    default:
      return null
  }
}

function controlCommand(press: KeyPress, state: GridState): Command | null {
  switch (press.key.toLowerCase()) {
    case 'z':
      return { do: press.shiftKey ? 'redo' : 'undo' }
    case 'y':
      return { do: 'redo' }
    case 'a':
      return { do: 'select', how: 'all' }
    case ' ':
      return { do: 'select', how: 'toggle' }
    case 'd':
      return { do: 'fillDown' }
    case 'f2':
      return { do: press.shiftKey ? 'unlink' : 'link' }
    case 'enter':
      return { do: 'open' }
    case 'home':
    case 'end':
      return {
        do: 'focus',
        to: { row: press.key === 'Home' ? 0 : state.nRows - 1, column: state.focus.column },
        select: 'none',
      }
    default:
      return null
  }
}

function plainCommand(press: KeyPress, state: GridState): Command | null {
  const { column } = state.focus
  switch (press.key) {
    case 'ArrowLeft':
    case 'ArrowRight':
      return sideways(press.key, state)
    case 'Enter':
    case 'F2':
      return { do: 'edit', column: column ?? 'name', text: null }
    case ' ':
      return { do: 'select', how: 'toggle' }
    case 'Escape':
      return column === null
        ? { do: 'select', how: 'none' }
        : { do: 'focus', to: { row: state.focus.row, column: null }, select: 'none' }
    case 'Insert':
      return { do: 'add' }
    case 'Delete':
      return { do: 'delete' }
    case '*':
      return { do: 'expandAll' }
    case 'ContextMenu':
    case 'F10':
      return press.key === 'ContextMenu' || press.shiftKey ? { do: 'menu' } : null
    case 'F1':
      return press.shiftKey ? { do: 'why' } : null
    case '?':
      return column === null ? { do: 'help' } : { do: 'edit', column, text: '?' }
    default:
      return column !== null && press.key.length === 1
        ? { do: 'edit', column, text: press.key }
        : null
  }
}

function anyCommand(press: KeyPress, state: GridState): Command | null {
  if (press.altKey) return press.shiftKey ? outlineCommand(press.key) : null
  if (press.ctrlKey || press.metaKey) return controlCommand(press, state)
  const row = rowAfter(press.key, state)
  if (row !== null) {
    const to = { row, column: state.focus.column }
    return { do: 'focus', to, select: press.shiftKey ? 'range' : 'only' }
  }
  return plainCommand(press, state)
}

/** What a key does in the grid; null where the browser keeps it. */
export function commandOf(press: KeyPress, state: GridState): Command | null {
  const command = anyCommand(press, state)
  return command && state.readOnly && EDITING.has(command.do) ? null : command
}
