// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by hand, which elements of a table cannot be
import { SafetyOutlined } from '@ant-design/icons'
import { memo, type RefObject, useLayoutEffect, useRef } from 'react'
import { rowHeight } from '../geometry/rows'
import { fill, type GanttLabels } from '../labels'
import { COST_COLUMNS } from '../model/costs'
import type { PlanTask } from '../model/plan'
import type { ChangeKind, ColumnKey, ColumnSetting, PersonAt } from '../props'
import { type Chart, useChart } from './chart'
import { type CellEditing, CellEditor, LockedName, Marked } from './GridCell'
import { cellText, classText, spokenRow } from './text'

export interface GridRowProps {
  task: PlanTask
  row: number
  level: number
  /** Open or closed; null where there is nothing below. */
  isExpanded: boolean | null
  isSelected: boolean
  isContext: boolean
  /** What a comparison says about the task. */
  change: ChangeKind | undefined
  /** Who else is at the task. */
  people: readonly PersonAt[] | undefined
  /** Whether an edit of it waits to be sent. */
  isPending: boolean
  /** The focused cell, `null` for the row itself, `undefined` where the focus is elsewhere. */
  focusColumn: ColumnKey | null | undefined
  /** Grows with each move of the focus; 0 while the grid has not been entered. */
  focusMoves: number
  /** The last move that has been followed; what came after it is news. */
  focusGiven: RefObject<number>
  editing: CellEditing | null
}

/** Width of the arrow that opens and closes a row. */
const TOGGLE = 20

const NUMBERS: ReadonlySet<ColumnKey> = new Set([
  'duration',
  'percent_complete',
  'slip',
  'total_float',
  'free_float',
  ...COST_COLUMNS,
])

function toneOf(task: PlanTask, column: ColumnKey): string {
  if (column === 'slip' && task.slip_minutes) return task.slip_minutes > 0 ? 'is-late' : 'is-early'
  if (column === 'total_float' && (task.total_float_minutes ?? 0) < 0) return 'is-late'
  return ''
}

const CHANGE_SIGNS: Readonly<Record<ChangeKind, string>> = {
  added: '+',
  removed: '−',
  changed: '≠',
  moved: '↔',
}

/** Who is at the task, by initials: a colour alone says nothing. */
function People({ people }: { people: readonly PersonAt[] }) {
  return (
    <span className="zg-people" aria-hidden="true">
      {people.map(({ id, name, initials, tone }) => (
        <i key={id} className="zg-person" data-tone={tone} data-initials={initials} title={name} />
      ))}
    </span>
  )
}

/** The name, or the mark in its place; and the class of a task that is raised, to the eye a sign. */
function NameOf({ task }: { task: PlanTask }) {
  const { search, labels } = useChart()
  const isLocked = task.locked.includes('name')
  const words = fill(isLocked ? labels.lockedTask : labels.raised, {
    name: classText(task, labels),
  })
  return (
    <>
      <span
        className={isLocked ? 'zg-name is-locked' : 'zg-name'}
        title={isLocked ? words : undefined}
      >
        {isLocked ? <LockedName task={task} /> : <Marked text={task.name} search={search} />}
      </span>
      {task.classification > 0 && !isLocked && (
        <SafetyOutlined className="zg-raised" title={words} aria-hidden />
      )}
    </>
  )
}

function NameCell({ task, level, isExpanded, change, people, isPending }: GridRowProps) {
  const { labels } = useChart()
  return (
    <>
      <span className="zg-indent" style={{ width: indentOf(level, isExpanded) }} />
      {isExpanded !== null && (
        <span
          className={isExpanded ? 'zg-toggle is-open' : 'zg-toggle is-closed'}
          data-toggle=""
          aria-hidden="true"
        />
      )}
      {change && (
        <i className={`zg-change is-${change}`} aria-hidden="true">
          {CHANGE_SIGNS[change]}
        </i>
      )}
      <NameOf task={task} />
      {isPending && <i className="zg-waits" data-text={labels.waiting} aria-hidden="true" />}
      {people && <People people={people} />}
    </>
  )
}

function indentOf(level: number, isExpanded: boolean | null): number {
  return (level - 1) * 16 + (isExpanded === null ? TOGGLE : 0)
}

/** A cell is a plain call, not a component: hundreds of them change places in one step of a fast scroll. */
function cellOf({ plan, labels }: Chart, { key, width }: ColumnSetting, row: GridRowProps) {
  const { task, editing } = row
  const isName = key === 'name'
  const tone = toneOf(task, key)
  const writer = row.people?.find(({ field }) => field === key)
  return (
    <div
      key={key}
      role="gridcell"
      className={`zg-cell${NUMBERS.has(key) ? ' is-number' : ''}${tone && ` ${tone}`}${writer ? ' has-person' : ''}`}
      data-tone={writer?.tone}
      data-column={key}
      data-state={key === 'state' ? task.state : undefined}
      tabIndex={row.focusColumn === key ? 0 : -1}
      style={{ width }}
    >
      {isName ? <NameCell {...row} /> : cellText(plan, task, key, labels)}
      {editing?.column === key && <CellEditor editing={editing} name={task.name} />}
    </div>
  )
}

/** Who is at the row, and that its edit waits, as a screen reader says it. */
function spokenPeople({ people, isPending }: GridRowProps, labels: GanttLabels): string {
  const told = people?.map(({ name, field }) =>
    fill(field ? labels.writesHere : labels.isHere, { name }),
  )
  return [...(told ?? []), ...(isPending ? [labels.waiting] : [])].map((one) => `, ${one}`).join('')
}

/** Whether the focus is in the grid, or nowhere since the element that had it has gone. */
function isFocusHere(row: HTMLElement | null): boolean {
  const active = document.activeElement
  return active === document.body || row?.closest('.zg-grid')?.contains(active) === true
}

/** One row of the grid, drawn again only when its own task or state changes. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { task, row, level, isExpanded, isSelected, focusColumn, focusMoves, focusGiven } = props
  const chart = useChart()
  const { plan, labels, columns } = chart
  const element = useRef<HTMLDivElement>(null)
  const isEditing = props.editing !== null
  useLayoutEffect(() => {
    if (focusMoves === 0 || focusColumn === undefined || isEditing) return
    const isNews = focusMoves > focusGiven.current
    focusGiven.current = focusMoves
    if (!isNews && !isFocusHere(element.current)) return
    const cell = focusColumn && element.current?.querySelector(`[data-column="${focusColumn}"]`)
    const target = (cell || element.current) as HTMLElement | null
    target?.focus({ preventScroll: true })
    if (cell) cell.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [focusMoves, focusColumn, focusGiven, isEditing])
  const className = [
    'zg-row',
    task.kind === 'summary' ? 'is-summary' : '',
    task.is_active ? '' : 'is-inactive',
    isSelected ? 'is-selected' : '',
    props.isContext ? 'is-context' : '',
    task.stands_for ? `is-${task.stands_for}` : '',
    props.people ? 'has-people' : '',
  ]
  return (
    <div
      ref={element}
      role="row"
      className={className.filter(Boolean).join(' ')}
      style={{ top: row * rowHeight() }}
      data-task-id={task.id}
      data-row={row}
      data-tone={props.people?.[0]?.tone}
      tabIndex={focusColumn === null ? 0 : -1}
      aria-rowindex={row + 2}
      aria-level={level}
      aria-expanded={isExpanded ?? undefined}
      aria-selected={isSelected}
      aria-label={spokenRow(plan, task, labels, props.change) + spokenPeople(props, labels)}
    >
      {columns.map((column) => cellOf(chart, column, props))}
    </div>
  )
})
