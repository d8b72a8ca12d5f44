import { type KeyboardEvent, type RefObject, useCallback, useState } from 'react'
import { FIELDS } from '../fields'
import type { ProjectRow } from '../queries'
import type { ListRow } from '../rows'
import type { GridColumn } from './ProjectGrid'

export type Editing = { id: string; field: string; typed?: string }
type Place = { row: number; column: number }
type GridKeys = {
  rows: ListRow<ProjectRow>[]
  columns: GridColumn[]
  onToggle: (groupKey: string) => void
  scrollTo: (index: number) => void
  scroller: RefObject<HTMLElement | null>
}

const PAGE = 20

/** Where an arrow, Home, End or a page key leads from a place. */
export function stepped(key: string, isWide: boolean, from: Place, last: Place): Place | undefined {
  const steps: Record<string, Place> = {
    ArrowDown: { row: from.row + 1, column: from.column },
    ArrowUp: { row: from.row - 1, column: from.column },
    ArrowRight: { row: from.row, column: from.column + 1 },
    ArrowLeft: { row: from.row, column: from.column - 1 },
    PageDown: { row: from.row + PAGE, column: from.column },
    PageUp: { row: from.row - PAGE, column: from.column },
    Home: { row: isWide ? 0 : from.row, column: 0 },
    End: { row: isWide ? last.row : from.row, column: last.column },
  }
  const to = steps[key]
  if (!to) return undefined
  const within = (value: number, most: number) => Math.min(Math.max(value, 0), Math.max(most, 0))
  return { row: within(to.row, last.row), column: within(to.column, last.column) }
}

/** Whether the viewer may change a field of a project here. */
export const isEditable = (project: ProjectRow, field: GridColumn['field']): boolean => {
  const { edit } = FIELDS[field]
  return edit !== undefined && project._may.includes(edit) && !project._locked?.includes(field)
}

const isTyped = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent) =>
  key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey

export const cellId = (row: number, column: number) => `project-cell-${row}-${column}`

/** The active cell of the grid, the cell that is edited, and what the keys do there. */
export function useGridKeys({ rows, columns, onToggle, scrollTo, scroller }: GridKeys) {
  const [active, setActive] = useState<Place>({ row: 0, column: 0 })
  const [editing, setEditing] = useState<Editing>()

  const point = useCallback((row: number, column: number) => setActive({ row, column }), [])
  const edit = useCallback((project: ProjectRow, field: GridColumn['field'], typed?: string) => {
    if (isEditable(project, field)) setEditing({ id: project.id, field, typed })
  }, [])
  const done = useCallback(() => {
    setEditing(undefined)
    scroller.current?.focus({ preventScroll: true })
  }, [scroller])

  const act = (event: KeyboardEvent): boolean => {
    const row = rows[active.row]
    if (row?.kind === 'group') {
      const toggles = event.key === 'Enter' || event.key === ' '
      const shuts = event.key === 'ArrowLeft' && !row.isClosed
      const opens = event.key === 'ArrowRight' && row.isClosed
      if (toggles || shuts || opens) onToggle(row.group.key)
      return toggles || shuts || opens
    }
    const field = columns[active.column]?.field
    if (row?.kind !== 'item' || !field) return false
    if (event.key === 'Enter' && field === 'name') {
      document.getElementById(cellId(active.row, active.column))?.querySelector('a')?.click()
      return true
    }
    if (event.key === 'Enter' || event.key === 'F2' || isTyped(event)) {
      edit(row.item, field, isTyped(event) ? event.key : undefined)
      return isEditable(row.item, field)
    }
    return false
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return
    const last = { row: rows.length - 1, column: columns.length - 1 }
    if (act(event)) event.preventDefault()
    else {
      const to = stepped(event.key, event.ctrlKey || event.metaKey, active, last)
      if (!to) return
      event.preventDefault()
      setActive(to)
      scrollTo(to.row)
    }
  }

  const isGroup = rows[active.row]?.kind === 'group'
  const activeId = rows.length > 0 ? cellId(active.row, isGroup ? 0 : active.column) : undefined
  return { active, activeId, editing, point, edit, done, onKeyDown }
}
