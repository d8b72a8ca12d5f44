import type { VisibleRows } from '../geometry/rows'
import { NEW_TASK } from '../model/newTask'
import { childrenOf, taskById } from '../model/outline'
import type { PlanModel, PlanTask } from '../model/plan'
import type { ColumnKey } from '../props'
import { type CellFault, cellSource, choicesOf, editCell, isEditable, isLocked } from './cells'
import type { Operation, TaskFields } from './operations'
import type { Fault } from './predecessors'
import { readSheet, writeSheet } from './sheetText'

/** Why a cell cannot take a text, and which cell of the text it was. */
export interface CellRefusal {
  /** 1 for the first row of what was pasted. */
  line: number
  /** Number of the task, or null for a row that would be added. */
  number: number | null
  column: ColumnKey
  text: string
  error: CellFault | 'not_editable' | 'locked'
  params: Record<string, string>
}

/** The operations of one edit, or everything that speaks against it: nothing is half written. */
export type SheetEdit = { operations: Operation[] } | { refusals: CellRefusal[] }

export interface Pasting {
  plan: PlanModel
  rows: VisibleRows
  columns: readonly ColumnKey[]
  /** Where the first cell goes. */
  row: number
  column: ColumnKey | null
  /** The heads of the columns, by which a pasted head is known. */
  heads: Readonly<Record<ColumnKey, string>>
  /** What a cell shows: a text that says the same changes nothing. */
  shown: (task: PlanTask, column: ColumnKey) => string
  newId: () => string
}

/** Chosen rows as cells: what may be typed in the form that can be typed, words and the rest as shown. */
export function copyRows(
  plan: PlanModel,
  tasks: readonly PlanTask[],
  columns: readonly ColumnKey[],
  shown: (task: PlanTask, column: ColumnKey) => string,
): string {
  return writeSheet(
    tasks.map((task) =>
      columns.map((column) =>
        isEditable(task, column) && !choicesOf(column)
          ? cellSource(plan, task, column)
          : shown(task, column),
      ),
    ),
  )
}

/** Columns that may be typed into on some task; all others are computed and passed over. */
function isTyped(column: ColumnKey): boolean {
  return isEditable(NEW_TASK, column)
}

function isFault(found: Operation[] | Fault<CellFault>): found is Fault<CellFault> {
  return !Array.isArray(found)
}

/** The task as later cells of the same row must see it. */
function afterwards(task: PlanTask, operations: readonly Operation[]): PlanTask {
  let next = task
  for (const operation of operations) {
    if (operation.op !== 'update_task') continue
    const { fields } = operation
    // With a new start or duration the old finish no longer holds.
    if (fields.start !== undefined) next = { ...next, start: null, finish: null }
    if (fields.duration_minutes !== undefined) next = { ...next, finish: null }
    if (fields.kind !== undefined) next = { ...next, kind: fields.kind }
  }
  return next
}

/** One update for all cells of a row; a finish beside a duration says the same twice. */
function merged(operations: readonly Operation[]): { fields: TaskFields; links: Operation[] } {
  let fields: TaskFields = {}
  const links: Operation[] = []
  for (const operation of operations) {
    if (operation.op === 'update_task') fields = { ...fields, ...operation.fields }
    else links.push(operation)
  }
  if (fields.duration_minutes !== undefined) delete fields.finish
  return { fields, links }
}

interface RowEdit {
  fields: TaskFields
  links: Operation[]
  refusals: CellRefusal[]
}

function editRow(
  pasting: Pick<Pasting, 'plan' | 'shown'>,
  task: PlanTask,
  line: number,
  cells: readonly (readonly [ColumnKey, string])[],
): RowEdit {
  const operations: Operation[] = []
  const refusals: CellRefusal[] = []
  let now = task
  for (const [column, text] of cells) {
    if (text === '' || !isTyped(column)) continue
    const refuse = (error: CellRefusal['error'], params: Record<string, string>) =>
      refusals.push({ line, number: task.number || null, column, text, error, params })
    // What a cell shows may leave out the time of day: saying it again is no change.
    if (text === pasting.shown(task, column)) continue
    if (!isEditable(task, column)) {
      refuse(isLocked(task, column) ? 'locked' : 'not_editable', {})
      continue
    }
    const found = editCell(pasting.plan, now, column, text)
    if (isFault(found)) refuse(found.error, found.params)
    else {
      operations.push(...found)
      now = afterwards(now, found)
    }
  }
  return { ...merged(operations), refusals }
}

/** The columns that the cells of a text go to, and whether its first row names them. */
function columnsOf(pasting: Pasting, first: readonly string[]) {
  const { columns, heads, column } = pasting
  const named = first.map((cell) => columns.find((key) => heads[key] === cell))
  const isHead = first.length > 1 && named.every((key) => key !== undefined)
  const from = column === null ? 0 : columns.indexOf(column)
  return { keys: isHead ? named : first.map((_, at) => columns[from + at]), isHead }
}

function cellsOf(keys: readonly (ColumnKey | undefined)[], texts: readonly string[]) {
  const cells: [ColumnKey, string][] = []
  texts.forEach((text, at) => {
    const key = keys[at]
    if (key) cells.push([key, text])
  })
  return cells
}

interface Adding {
  parent_id: string | null
  after_id: string | null
}

/** New rows follow the last task shown, beside it; in groups, the last one of the plan. */
function placeOfNew({ plan, rows }: Pasting): Adding {
  const last = rows.taskAt.findLast((index) => !plan.tasks[index]?.stands_for)
  const task = last === undefined ? undefined : plan.tasks[last]
  if (task && !plan.whole) return { parent_id: task.parent_id, after_id: task.id }
  const whole = plan.whole ?? plan
  const end = childrenOf(whole.outline, -1).at(-1)
  return { parent_id: null, after_id: whole.tasks[end ?? -1]?.id ?? null }
}

/** A pasted row behind the last one: a task of its own, with its name first. */
function addRow(
  pasting: Pasting,
  line: number,
  cells: [ColumnKey, string][],
  place: Adding,
): RowEdit & { operations: Operation[]; id: string } {
  const id = pasting.newId()
  const { fields, links, refusals } = editRow(pasting, { ...NEW_TASK, id }, line, cells)
  const { name, ...rest } = fields
  if (!name) {
    refusals.push({ line, number: null, column: 'name', text: '', error: 'name_empty', params: {} })
  }
  const added: Operation = { op: 'add_task', id, name: name ?? '', ...place }
  if (Object.keys(rest).length > 0) added.fields = rest
  return { fields, links, refusals, operations: [added, ...links], id }
}

/**
 * The edit that puts a clipboard text into the grid. Empty cells and computed columns are passed over;
 * rows beyond the last one become new tasks. One cell that cannot be read refuses the whole text.
 */
export function pasteSheet(pasting: Pasting, text: string): SheetEdit {
  const sheet = readSheet(text)
  const { keys, isHead } = columnsOf(pasting, sheet[0] ?? [])
  const operations: Operation[] = []
  const refusals: CellRefusal[] = []
  const place = placeOfNew(pasting)
  sheet.forEach((texts, at) => {
    if ((isHead && at === 0) || texts.every((cell) => cell === '')) return
    const row = pasting.row + at - (isHead ? 1 : 0)
    const cells = cellsOf(keys, texts)
    const task = pasting.plan.tasks[pasting.rows.taskAt[row] ?? -1]
    if (task) {
      const edit = editRow(pasting, task, at + 1, cells)
      refusals.push(...edit.refusals)
      if (Object.keys(edit.fields).length > 0) {
        operations.push({ op: 'update_task', id: task.id, fields: edit.fields })
      }
      operations.push(...edit.links)
      return
    }
    const added = addRow(pasting, at + 1, cells, place)
    refusals.push(...added.refusals)
    operations.push(...added.operations)
    place.after_id = added.id
  })
  return refusals.length > 0 ? { refusals } : { operations }
}

/** The edit that gives a column of the chosen rows the value of the first of them. */
export function fillDown(
  pasting: Pick<Pasting, 'plan' | 'shown'>,
  ids: readonly string[],
  column: ColumnKey,
): SheetEdit {
  const { plan } = pasting
  const order = (id: string) => plan.outline.indexById.get(id) ?? -1
  const [first, ...others] = [...ids].sort((a, b) => order(a) - order(b))
  const source = first === undefined ? undefined : taskById(plan, first)
  if (!source || !isEditable(source, column)) return { operations: [] }
  const text = cellSource(plan, source, column)
  const operations: Operation[] = []
  const refusals: CellRefusal[] = []
  others.forEach((id, at) => {
    const task = taskById(plan, id)
    if (!task || task.stands_for) return
    const edit = editRow(pasting, task, at + 2, [[column, text]])
    refusals.push(...edit.refusals)
    if (Object.keys(edit.fields).length > 0) {
      operations.push({ op: 'update_task', id, fields: edit.fields })
    }
    operations.push(...edit.links)
  })
  return refusals.length > 0 ? { refusals } : { operations }
}
