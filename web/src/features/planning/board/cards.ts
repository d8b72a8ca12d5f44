import { MINUTES_PER_DAY, type Moment } from '@/ui/gantt/model/moments'
import type { PlanModel, PlanTask } from '@/ui/gantt/model/plan'
import { type Group, groupsOf, keysOf } from './groups'
import { positionOf } from './order'
import type { Grouping } from './search'

/** The cards of one column in one lane, in their order. */
export type Cell = { column: string; lane: string; cards: readonly PlanTask[] }

export type BoardModel = {
  columns: readonly Group[]
  /** One without a name where the board has no lanes. */
  lanes: readonly Group[]
  cells: ReadonlyMap<string, Cell>
  /** How many cards each column holds in all lanes, whatever is filtered out. */
  counts: ReadonlyMap<string, number>
  /** How many finished tasks are left out for their age. */
  nOld: number
  nShown: number
}

export type BoardChoice = {
  by: Grouping
  lanes?: Grouping
  filter: ((task: PlanTask) => boolean) | null
  /** Finished tasks are left out that ended before this. */
  doneSince: Moment | null
}

const ALL = ''
export const cellKey = (column: string, lane: string) => `${column}/${lane}`

const isOld = (task: PlanTask, since: Moment | null) =>
  since !== null && task.state === 'done' && (task.actual_finish ?? task.finish ?? since) < since

/** The tasks of a plan as cards: summaries are what holds them, not cards. */
export function boardOf(plan: PlanModel, choice: BoardChoice): BoardModel {
  const { by, lanes, filter, doneSince } = choice
  const cells = new Map<string, { column: string; lane: string; cards: PlanTask[] }>()
  const counts = new Map<string, number>()
  const seen = { column: new Set<string>(), lane: new Set<string>() }
  let nOld = 0
  let nShown = 0
  for (const task of plan.tasks) {
    if (task.kind === 'summary') continue
    const columns = keysOf(plan, task, by)
    for (const column of columns) counts.set(column, (counts.get(column) ?? 0) + 1)
    if (filter && !filter(task)) continue
    if (isOld(task, doneSince)) {
      nOld += 1
      continue
    }
    nShown += 1
    for (const column of columns) {
      for (const lane of lanes ? keysOf(plan, task, lanes) : [ALL]) {
        const key = cellKey(column, lane)
        const cell = cells.get(key) ?? { column, lane, cards: [] }
        cell.cards.push(task)
        cells.set(key, cell)
        seen.column.add(column)
        seen.lane.add(lane)
      }
    }
  }
  for (const { cards } of cells.values()) cards.sort((a, b) => positionOf(a) - positionOf(b))
  return {
    columns: groupsOf(plan, by, seen.column),
    lanes: lanes ? groupsOf(plan, lanes, seen.lane) : [{ key: ALL, name: null }],
    cells,
    counts,
    nOld,
    nShown,
  }
}

export const doneSinceOf = (today: Moment, days: number): Moment | null =>
  days === 0 ? null : today - days * MINUTES_PER_DAY
