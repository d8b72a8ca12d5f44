// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by hand, which elements of a table cannot be
import { memo, useLayoutEffect, useRef } from 'react'
import { ROW_HEIGHT } from '../geometry/rows'
import type { PlanTask } from '../model/plan'
import type { ColumnKey } from '../props'
import { useChart } from './chart'
import { type CellEditing, CellEditor, Marked } from './GridCell'
import { cellText, spokenRow } from './text'

export interface GridRowProps {
  task: PlanTask
  row: number
  level: number
  /** Open or closed; null where there is nothing below. */
  isExpanded: boolean | null
  isSelected: boolean
  isContext: boolean
  /** The focused cell, `null` for the row itself, `undefined` where the focus is elsewhere. */
  focusColumn: ColumnKey | null | undefined
  /** Grows with each move of the focus; 0 while the grid has not been entered. */
  focusMoves: number
  editing: CellEditing | null
}

/** Width of the arrow that opens and closes a row. */
const TOGGLE = 20

const NUMBERS: ReadonlySet<ColumnKey> = new Set([
  'duration',
  'percent_complete',
  'slip',
  'total_float',
])

function toneOf(task: PlanTask, column: ColumnKey): string {
  if (column === 'slip' && task.slip_minutes) return task.slip_minutes > 0 ? 'is-late' : 'is-early'
  if (column === 'total_float' && (task.total_float_minutes ?? 0) < 0) return 'is-late'
  return ''
}

function Cell({ column, width, ...row }: GridRowProps & { column: ColumnKey; width: number }) {
  const { plan, labels, search } = useChart()
  const { task, level, isExpanded, editing } = row
  const text = cellText(plan, task, column, labels.units)
  const className = ['zg-cell', NUMBERS.has(column) ? 'is-number' : '', toneOf(task, column)]
  const isName = column === 'name'
  const indent = 6 + (level - 1) * 16 + (isExpanded === null ? TOGGLE : 0)
  return (
    <div
      role="gridcell"
      className={className.filter(Boolean).join(' ')}
      data-column={column}
      tabIndex={row.focusColumn === column ? 0 : -1}
      style={isName ? { width, paddingLeft: indent } : { width }}
    >
      {isName && isExpanded !== null && (
        <span
          className={isExpanded ? 'zg-toggle is-open' : 'zg-toggle is-closed'}
          data-toggle=""
          aria-hidden="true"
        />
      )}
      {isName ? (
        <span className="zg-name">
          <Marked text={text} search={search} />
        </span>
      ) : (
        text
      )}
      {editing?.column === column && <CellEditor editing={editing} name={task.name} />}
    </div>
  )
}

/** One row of the grid, drawn again only when its own task or state changes. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { task, row, level, isExpanded, isSelected, focusColumn, focusMoves } = props
  const { plan, labels, columns } = useChart()
  const element = useRef<HTMLDivElement>(null)
  const isEditing = props.editing !== null
  useLayoutEffect(() => {
    if (focusMoves === 0 || focusColumn === undefined || isEditing) return
    const cell = focusColumn && element.current?.querySelector(`[data-column="${focusColumn}"]`)
    const target = (cell || element.current) as HTMLElement | null
    target?.focus({ preventScroll: true })
    if (cell) cell.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [focusMoves, focusColumn, isEditing])
  const className = [
    'zg-row',
    task.kind === 'summary' ? 'is-summary' : '',
    task.is_active ? '' : 'is-inactive',
    isSelected ? 'is-selected' : '',
    props.isContext ? 'is-context' : '',
  ]
  return (
    <div
      ref={element}
      role="row"
      className={className.filter(Boolean).join(' ')}
      style={{ top: row * ROW_HEIGHT }}
      data-task-id={task.id}
      data-row={row}
      tabIndex={focusColumn === null ? 0 : -1}
      aria-rowindex={row + 2}
      aria-level={level}
      aria-expanded={isExpanded ?? undefined}
      aria-selected={isSelected}
      aria-label={spokenRow(plan, task, labels)}
    >
      {columns.map(({ key, width }) => (
        <Cell key={key} column={key} width={width} {...props} />
      ))}
    </div>
  )
})
