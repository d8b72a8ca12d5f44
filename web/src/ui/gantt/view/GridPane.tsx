// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by hand, which elements of a table cannot be
import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  memo,
  type RefObject,
  useRef,
} from 'react'
import { cellSource, editCell, mayType } from '../edit/cells'
import { commandOf } from '../edit/keyboard'
import { howOf } from '../edit/selection'
import { rowHeight } from '../geometry/rows'
import { hasChildren, taskById } from '../model/outline'
import type { ColumnKey, ColumnSetting } from '../props'
import { ColumnHead } from './ColumnHead'
import { type Chart, rowOfTask, taskInRow, useChart } from './chart'
import { DropLine } from './DropLine'
import type { CellEditing, Onward } from './GridCell'
import { GridRow } from './GridRow'
import type { Commands } from './useCommands'
import type { FocusState, GridFocus } from './useFocus'
import { useRowDrag } from './useRowDrag'
import type { Sheet } from './useSheet'
import { poolOf, useRowWindow } from './viewport'

interface GridPaneProps {
  pane: RefObject<HTMLDivElement | null>
  width: number
  collapsed: ReadonlySet<string>
  focusState: FocusState
  commands: Commands
  onColumns: (columns: readonly ColumnSetting[], isDone: boolean) => void
  sheet: Sheet
}

/** The cell after or before one that may be edited, over the end of the row as well. */
function onwardCell(chart: Chart, taskId: string, column: ColumnKey, by: 1 | -1) {
  const keys = chart.columns.map(({ key }) => key)
  let row = rowOfTask(chart, taskId)
  let at = keys.indexOf(column) + by
  for (; row >= 0 && row < chart.rows.taskAt.length; row += by, at = by > 0 ? 0 : keys.length - 1) {
    const task = taskInRow(chart, row)
    for (; task && at >= 0 && at < keys.length; at += by) {
      const key = keys[at] as ColumnKey
      if (mayType(chart.plan, task, key)) return { taskId: task.id, column: key }
    }
  }
  return null
}

function goOnward(chart: Chart, state: FocusState, commands: Commands, onward: Onward) {
  const { editing } = state
  if (!editing) return
  state.edit(null)
  if (onward === 'stay') return
  if (onward === 'below') return state.moveFocus(editing.taskId, editing.column)
  const by = onward === 'next' ? 1 : -1
  const next = onwardCell(chart, editing.taskId, editing.column, by)
  if (!next) return state.moveFocus(editing.taskId, editing.column)
  const to = { row: rowOfTask(chart, next.taskId), column: next.column }
  commands.run({ do: 'focus', to, select: 'none' })
  state.edit({ ...next, text: null })
}

function editingOf(chart: Chart, state: FocusState, commands: Commands): CellEditing | null {
  const { editing } = state
  const task = editing && taskById(chart.plan, editing.taskId)
  if (!task || !mayType(chart.plan, task, editing.column)) return null
  const held = cellSource(chart.plan, task, editing.column)
  return {
    column: editing.column,
    source: editing.text ?? held,
    held,
    isTyped: editing.text !== null,
    commit: (text, onward) => {
      const found = editCell(chart.plan, task, editing.column, text)
      if (!Array.isArray(found)) return found
      const { column } = editing
      // What the server refuses at once comes back to be corrected.
      Promise.resolve(commands.send(found)).catch(() =>
        state.edit((now) => now ?? { taskId: task.id, column, text }),
      )
      goOnward(chart, state, commands, onward)
      return null
    },
    cancel: () => {
      state.edit(null)
      state.moveFocus(editing.taskId, editing.column)
    },
  }
}

function keyCommand(event: KeyboardEvent, chart: Chart, props: GridPaneProps) {
  // Keys belong to the row the browser's focus is on, wherever it came from.
  const focus = placeOf(event) ?? props.focusState.focus
  const { outline } = chart.plan
  const row = Math.max(0, focus.taskId === null ? 0 : rowOfTask(chart, focus.taskId))
  const index = chart.rows.taskAt[row] ?? -1
  const parent = outline.parentIndex[index] ?? -1
  const task = chart.plan.tasks[index]
  const isFolder = index >= 0 && hasChildren(outline, index)
  return commandOf(event, {
    focus: { row, column: focus.column },
    nRows: chart.rows.taskAt.length,
    pageRows: Math.max(1, Math.floor(chart.viewport.height / rowHeight()) - 1),
    columns: chart.columns.map(({ key }) => key),
    isExpanded: isFolder && task ? !props.collapsed.has(task.id) : null,
    parentRow: parent < 0 ? null : (chart.rows.rowOf[parent] ?? null),
    readOnly: chart.readOnly,
  })
}

/** Rows in sight, and the focused one wherever it is: the focus must not fall out of the page. */
function rowsToDraw(chart: Chart, window: readonly [number, number], focused: string | null) {
  const rows: number[] = []
  for (let row = window[0]; row < window[1]; row++) rows.push(row)
  const row = focused === null ? -1 : rowOfTask(chart, focused)
  if (row >= 0 && row < window[0]) rows.unshift(row)
  if (row >= window[1]) rows.push(row)
  return rows
}

/** Rows in sight take turns in the same elements; one that must outlive a scroll has its own. */
function keyOf(row: number, window: readonly [number, number], pool: number, isEditing: boolean) {
  if (isEditing) return 'editing'
  return row >= window[0] && row < window[1] ? row % pool : 'focused'
}

function GridRows({ collapsed, focusState, commands }: Omit<GridPaneProps, 'pane'>) {
  const chart = useChart()
  const { plan, rows, viewport, selected, changes, presence, pending } = chart
  const window = useRowWindow(viewport, rows.taskAt.length)
  const { focus, editing } = focusState
  const cellEditing = editingOf(chart, focusState, commands)
  const first = taskInRow(chart, 0)?.id
  const focused =
    focus.taskId !== null && rowOfTask(chart, focus.taskId) >= 0 ? focus.taskId : first
  const pool = poolOf(viewport)
  return rowsToDraw(chart, window, focus.taskId).map((row) => {
    const index = rows.taskAt[row] as number
    const task = plan.tasks[index]
    if (!task) return null
    const isFocused = task.id === focused
    return (
      <GridRow
        key={keyOf(row, window, pool, editing?.taskId === task.id)}
        task={task}
        row={row}
        level={plan.outline.level[index] ?? 1}
        isExpanded={hasChildren(plan.outline, index) ? !collapsed.has(task.id) : null}
        isSelected={selected.has(task.id)}
        isContext={rows.isContext?.[row] === 1}
        change={changes?.get(task.id)?.kind}
        people={presence?.get(task.id)}
        isPending={pending?.has(task.id) === true}
        focusColumn={isFocused ? focus.column : undefined}
        focusMoves={isFocused ? focus.moves : 0}
        focusGiven={focusState.given}
        editing={editing?.taskId === task.id ? cellEditing : null}
      />
    )
  })
}

function placeOf(event: { target: EventTarget }) {
  const target = event.target as Element
  const row = target.closest<HTMLElement>('.zg-row')
  const cell = target.closest<HTMLElement>('[data-column]')
  if (!row || target.closest('.zg-editor')) return null
  return {
    row: Number(row.dataset.row),
    taskId: row.dataset.taskId ?? '',
    column: (cell?.dataset.column ?? null) as ColumnKey | null,
    isToggle: target.closest('[data-toggle]') !== null,
  }
}

/** The left side of the chart: the outline as a treegrid. */
export const GridPane = memo(function GridPane(props: GridPaneProps) {
  const chart = useChart()
  const { labels, viewport, columns, rows, readOnly } = chart
  const { pane, width, commands, focusState, onColumns, sheet } = props
  const inner = columns.reduce((sum, column) => sum + column.width, 0)
  const focusBefore = useRef<GridFocus | null>(null)
  const rowDrag = useRowDrag(chart, pane, commands.send)
  const onKeyDown = (event: KeyboardEvent) => {
    const command = keyCommand(event, chart, props)
    if (!command) return
    event.preventDefault()
    commands.run(command, placeOf(event)?.taskId)
  }
  const onFocus = (event: FocusEvent) => {
    const place = placeOf(event)
    if (place) focusState.adoptFocus(place.taskId, place.column)
  }
  const onClick = (event: MouseEvent) => {
    const place = placeOf(event)
    const before = focusBefore.current ?? focusState.focus
    focusBefore.current = null
    if (!place || rowDrag.hasJustDropped()) return
    if (place.isToggle) return commands.toggle(place.taskId)
    const how = howOf(event)
    const wasFocused = before.taskId === place.taskId && before.column === place.column
    commands.choose(place.row, how, place.column)
    // A second click on a cell edits it.
    if (how === 'only' && wasFocused && place.column && !readOnly) {
      focusState.edit({ taskId: place.taskId, column: place.column, text: null })
    }
  }
  return (
    <div
      ref={pane}
      className={rowDrag.place ? 'zg-grid is-dragging' : 'zg-grid'}
      style={{ width }}
      role="treegrid"
      aria-label={labels.grid}
      aria-rowcount={rows.taskAt.length + 1}
      aria-colcount={columns.length}
      aria-multiselectable="true"
      aria-readonly={readOnly}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onPointerDown={(event) => {
        focusBefore.current = focusState.focus
        rowDrag.onPointerDown(event)
      }}
      onClick={onClick}
      onCopy={sheet.copy}
      onPaste={sheet.paste}
    >
      <div className="zg-grid-inner" role="presentation" style={{ width: inner }}>
        <ColumnHead onColumns={onColumns} />
        <div className="zg-grid-body" role="rowgroup">
          <div
            className="zg-layer"
            role="presentation"
            ref={viewport.layer}
            style={{ height: rows.taskAt.length * rowHeight() }}
          >
            <div className="zg-strip" role="presentation" ref={viewport.strip} />
            <GridRows {...props} />
            {rowDrag.place && <DropLine place={rowDrag.place} />}
          </div>
        </div>
      </div>
    </div>
  )
})
