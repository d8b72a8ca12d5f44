import { type ClipboardEvent, useCallback, useRef, useState } from 'react'
import { newIdIn } from '@/lib/newId'
import { type CellRefusal, copyRows, fillDown, pasteSheet, type SheetEdit } from '../edit/clipboard'
import type { Operation } from '../edit/operations'
import type { PlanTask } from '../model/plan'
import type { ColumnKey } from '../props'
import { type Chart, rowOfTask, taskInRow } from './chart'
import { cellText } from './text'
import type { FocusState } from './useFocus'

export interface Sheet {
  copy: (event: ClipboardEvent) => void
  paste: (event: ClipboardEvent) => void
  fillDown: (column: ColumnKey) => void
  /** What spoke against the last paste; none where it went through. */
  refusals: readonly CellRefusal[]
  dismiss: () => void
}

const NONE: readonly CellRefusal[] = []

/** A single cell, where the focus is on one; else the chosen rows over all columns in sight. */
function toCopy({ plan, rows, columns, selected }: Chart, { focus }: FocusState) {
  const keys = columns.map(({ key }) => key)
  const chosen = Array.from(rows.taskAt, (index) => plan.tasks[index] as PlanTask).filter(
    ({ id }) => selected.has(id),
  )
  const focused = taskInRow({ plan, rows }, rowOfTask({ plan, rows }, focus.taskId ?? ''))
  if (chosen.length > 1) return { tasks: chosen, keys }
  const task = focused ?? chosen[0]
  return { tasks: task ? [task] : [], keys: focus.column ? [focus.column] : keys }
}

function isInEditor(event: ClipboardEvent): boolean {
  return (event.target as Element).closest('.zg-editor') !== null
}

/** Copying to a spreadsheet, pasting from one, and filling a column down. */
export function useSheet(
  chart: Chart,
  focus: FocusState,
  onEdit: ((operations: Operation[]) => unknown) | undefined,
): Sheet {
  const [refusals, setRefusals] = useState(NONE)
  const latest = useRef({ chart, focus, onEdit })
  latest.current = { chart, focus, onEdit }
  const shown = useCallback((task: PlanTask, column: ColumnKey) => {
    const { plan, labels } = latest.current.chart
    return cellText(plan, task, column, labels)
  }, [])
  const send = useCallback((edit: SheetEdit) => {
    setRefusals('refusals' in edit ? edit.refusals : NONE)
    if (!('operations' in edit) || edit.operations.length === 0) return
    // A refusal of the server has already been told to the user by the page.
    Promise.resolve(latest.current.onEdit?.(edit.operations)).catch(() => undefined)
  }, [])

  const copy = useCallback(
    (event: ClipboardEvent) => {
      const { chart: now, focus: at } = latest.current
      const { tasks, keys } = toCopy(now, at)
      if (isInEditor(event) || tasks.length === 0) return
      event.preventDefault()
      event.clipboardData.setData('text/plain', copyRows(now.plan, tasks, keys, shown))
    },
    [shown],
  )
  const paste = useCallback(
    (event: ClipboardEvent) => {
      const { chart: now, focus: at } = latest.current
      const text = event.clipboardData.getData('text/plain')
      if (isInEditor(event) || now.readOnly || !text.trim()) return
      event.preventDefault()
      const { plan, rows, labels } = now
      const row = rowOfTask(now, at.focus.taskId ?? '')
      const columns = now.columns.map(({ key }) => key)
      send(
        pasteSheet(
          {
            plan,
            rows,
            columns,
            row: Math.max(0, row),
            column: at.focus.column,
            heads: labels.columns,
            shown,
            newId: () => newIdIn(plan.project.id),
          },
          text,
        ),
      )
    },
    [send, shown],
  )
  const fill = useCallback(
    (column: ColumnKey) => {
      const { plan, selected } = latest.current.chart
      send(fillDown({ plan, shown }, [...selected], column))
    },
    [send, shown],
  )
  const dismiss = useCallback(() => {
    setRefusals(NONE)
    const { focus: at, moveFocus } = latest.current.focus
    if (at.taskId) moveFocus(at.taskId, at.column)
  }, [])
  return { copy, paste, fillDown: fill, refusals, dismiss }
}
