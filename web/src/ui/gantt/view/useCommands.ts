import { useCallback, useEffect, useRef } from 'react'
import type { Command } from '../edit/keyboard'
import type { Operation } from '../edit/operations'
import {
  addTask,
  deleteTasks,
  indent,
  linkInOrder,
  moveAmongSiblings,
  outdent,
  unlink,
} from '../edit/outlineMoves'
import { type SelectHow, selectRow } from '../edit/selection'
import { hasChildren, taskById } from '../model/outline'
import type { PlanTask } from '../model/plan'
import type { ColumnKey, GanttProps } from '../props'
import { type Chart, rowOfTask, taskInRow } from './chart'
import type { FocusState } from './useFocus'

export type MenuAction =
  | 'open'
  | 'why'
  | 'explain'
  | 'indent'
  | 'outdent'
  | 'add'
  | 'link'
  | 'unlink'
  | 'delete'

export interface Commands {
  /** Carries a command out on a row: the one the browser's focus is on, where it is on one. */
  run: (command: Command, taskId?: string) => void
  act: (action: MenuAction, taskId: string) => void
  choose: (row: number, how: SelectHow, column: ColumnKey | null) => void
  toggle: (taskId: string) => void
  send: (operations: Operation[]) => unknown
}

interface Setting {
  chart: Chart
  props: GanttProps
  focus: FocusState
  reveal: (row: number) => void
  openMenu: (taskId: string) => void
  fillDown?: (column: ColumnKey) => void
  explain?: (taskId: string) => void
}

/** What changes the order of the plan, which rows in groups do not show. */
const OUTLINE: ReadonlySet<string> = new Set(['indent', 'outdent', 'moveUp', 'moveDown'])

function idAt(chart: Chart, row: number): string {
  return taskInRow(chart, row)?.id ?? ''
}

/** The chosen tasks, or the focused one where it is not among them. */
function targets({ props, chart }: Setting, taskId: string): readonly string[] {
  const chosen = props.selection.includes(taskId) ? props.selection : [taskId]
  return chosen.filter((id) => !taskById(chart.plan, id)?.stands_for)
}

function allShown(chart: Chart): string[] {
  return Array.from(chart.rows.taskAt, (index) => (chart.plan.tasks[index] as PlanTask).id)
}

function toggleCollapsed({ props }: Setting, taskId: string) {
  const collapsed = new Set(props.collapsed)
  if (!collapsed.delete(taskId)) collapsed.add(taskId)
  props.onCollapsedChange(collapsed)
}

function expandSiblings({ props, chart }: Setting, taskId: string) {
  const { outline, tasks } = chart.plan
  const parent = outline.parentIndex[outline.indexById.get(taskId) ?? -1]
  const collapsed = new Set(props.collapsed)
  tasks.forEach((task, index) => {
    if (outline.parentIndex[index] === parent && hasChildren(outline, index)) {
      collapsed.delete(task.id)
    }
  })
  props.onCollapsedChange(collapsed)
}

function operationsOf(setting: Setting, action: Command['do'] | MenuAction, taskId: string) {
  const plan = setting.chart.plan.whole ?? setting.chart.plan
  const ids = targets(setting, taskId)
  if (setting.chart.plan.whole && OUTLINE.has(action)) return []
  switch (action) {
    case 'delete':
      return deleteTasks(plan, ids)
    case 'indent':
      return indent(plan, ids)
    case 'outdent':
      return outdent(plan, ids)
    case 'moveUp':
      return moveAmongSiblings(plan, taskId, -1)
    case 'moveDown':
      return moveAmongSiblings(plan, taskId, 1)
    case 'add':
      return addTask(plan, taskId || null, setting.chart.labels.newTask)
    case 'link':
      return linkInOrder(plan, ids)
    case 'unlink':
      return unlink(plan, ids)
    default:
      return []
  }
}

function runFocus(setting: Setting, command: Extract<Command, { do: 'focus' }>, anchor: Anchor) {
  const { chart, props, focus, reveal } = setting
  const { row, column } = command.to
  const taskId = idAt(chart, row)
  if (!taskId) return
  focus.moveFocus(taskId, column)
  reveal(row)
  if (command.select === 'none') return
  if (command.select === 'only') anchor.taskId = taskId
  const from = Math.max(0, rowOfTask(chart, anchor.taskId ?? taskId))
  props.onSelect(selectRow(props.selection, (at) => idAt(chart, at), row, from, command.select))
}

function runSelect({ chart, props }: Setting, how: 'toggle' | 'all' | 'none', taskId: string) {
  if (how === 'all') props.onSelect(allShown(chart))
  else if (how === 'none') props.onSelect([])
  else {
    const row = rowOfTask(chart, taskId)
    props.onSelect(selectRow(props.selection, (at) => idAt(chart, at), row, row, 'toggle'))
  }
}

interface Anchor {
  taskId: string | null
}

function carryOut(
  setting: Setting,
  command: Command,
  anchor: Anchor,
  send: Commands['send'],
  at: string | undefined,
) {
  const { props, focus } = setting
  const taskId = at ?? focus.focus.taskId ?? idAt(setting.chart, 0)
  switch (command.do) {
    case 'focus':
      return runFocus(setting, command, anchor)
    case 'edit':
      return focus.edit({ taskId, column: command.column, text: command.text })
    case 'select':
      return runSelect(setting, command.how, taskId)
    case 'expand':
    case 'collapse':
      return toggleCollapsed(setting, taskId)
    case 'expandAll':
      return expandSiblings(setting, taskId)
    case 'undo':
      return props.onUndo?.()
    case 'redo':
      return props.onRedo?.()
    case 'open':
      return props.onOpenTask?.(taskId)
    case 'why':
      return props.onAskWhy?.(taskId)
    case 'help':
      return props.onHelp?.()
    case 'fillDown':
      return focus.focus.column && setting.fillDown?.(focus.focus.column)
    case 'menu':
      return setting.openMenu(taskId)
    default:
      return send(operationsOf(setting, command.do, taskId))
  }
}

/** After a task has been added by hand, its name is the next thing to type. */
function useNameOfAdded(setting: Setting, waits: { current: boolean }) {
  const { chart, focus, reveal, props } = setting
  const known = useRef(chart.plan)
  useEffect(() => {
    const before = known.current
    known.current = chart.plan
    if (!waits.current || before === chart.plan) return
    const added = chart.plan.tasks.find(({ id }) => !before.outline.indexById.has(id))
    if (!added) return
    waits.current = false
    reveal(rowOfTask(chart, added.id))
    props.onSelect([added.id])
    focus.moveFocus(added.id, null)
    focus.edit({ taskId: added.id, column: 'name', text: null })
  }, [chart, focus, reveal, props, waits])
}

/** What the keyboard, the pointer and the menu can do to the plan. */
export function useCommands(setting: Setting): Commands {
  const latest = useRef(setting)
  latest.current = setting
  const anchor = useRef<Anchor>({ taskId: null })
  const waits = useRef(false)
  useNameOfAdded(setting, waits)

  const send = useCallback((operations: Operation[]): unknown => {
    const { props, chart } = latest.current
    if (operations.length === 0 || chart.readOnly) return undefined
    waits.current = operations.some(({ op }) => op === 'add_task')
    return props.onEdit?.(operations)
  }, [])
  const run = useCallback(
    (command: Command, taskId?: string) =>
      void carryOut(latest.current, command, anchor.current, send, taskId),
    [send],
  )
  const act = useCallback(
    (action: MenuAction, taskId: string) => {
      const { props } = latest.current
      if (action === 'open') props.onOpenTask?.(taskId)
      else if (action === 'why') props.onAskWhy?.(taskId)
      else if (action === 'explain') latest.current.explain?.(taskId)
      else send(operationsOf(latest.current, action, taskId))
    },
    [send],
  )
  const choose = useCallback((row: number, how: SelectHow, column: ColumnKey | null) => {
    const { chart, props, focus } = latest.current
    const id = idAt(chart, row)
    if (!id) return
    const from = rowOfTask(chart, anchor.current.taskId ?? id)
    if (how !== 'range') anchor.current.taskId = id
    focus.moveFocus(id, column)
    const at = Math.max(0, from < 0 ? row : from)
    props.onSelect(selectRow(props.selection, (place) => idAt(chart, place), row, at, how))
  }, [])
  const toggle = useCallback((taskId: string) => toggleCollapsed(latest.current, taskId), [])
  return { run, act, choose, toggle, send }
}
