import { isAncestor } from '@/ui/gantt/model/outline'
import type { PlanModel, PlanTask } from '@/ui/gantt/model/plan'
import { STATES } from '../task/states'
import type { Grouping } from './search'

/** Stands for the absence of a value: nobody, no phase. */
export const NONE = '-'

export const BANDS = ['high', 'normal', 'low'] as const
export type Band = (typeof BANDS)[number]
/** What a card gets that is moved into a band. */
export const PRIORITY: Readonly<Record<Band, number>> = { high: 800, normal: 500, low: 200 }
const HIGH_FROM = 600
const LOW_UNTIL = 400

const PATHS = ['critical', 'near', 'free'] as const

/** A column or a lane: the value of a field that its cards share. */
export type Group = {
  key: string
  /** A name that people gave; null where the value is one of a few words. */
  name: string | null
}

export const bandOf = ({ priority }: PlanTask): Band =>
  priority >= HIGH_FROM ? 'high' : priority < LOW_UNTIL ? 'low' : 'normal'

const pathOf = (task: PlanTask) =>
  task.is_critical ? 'critical' : task.is_near_critical ? 'near' : 'free'

/** The summary at the top of the outline that a task lies below. */
export function phaseOf(plan: PlanModel, task: PlanTask): string {
  const { indexById, parentIndex } = plan.outline
  let top = -1
  for (
    let at = parentIndex[indexById.get(task.id) ?? -1] ?? -1;
    at >= 0;
    at = parentIndex[at] ?? -1
  )
    top = at
  return plan.tasks[top]?.id ?? NONE
}

/** The keys of the groups in which a task stands: several where several people do it. */
export function keysOf(plan: PlanModel, task: PlanTask, by: Grouping): readonly string[] {
  switch (by) {
    case 'state':
      return [task.state]
    case 'assignee':
      return task.assignments.length > 0
        ? task.assignments.map(({ resource_id }) => resource_id)
        : [NONE]
    case 'phase':
      return [phaseOf(plan, task)]
    case 'priority':
      return [bandOf(task)]
    case 'path':
      return [pathOf(task)]
  }
}

const worded = (keys: readonly string[]): Group[] => keys.map((key) => ({ key, name: null }))

/** All groups of a field that a board has, in the order in which people read them. */
export function groupsOf(plan: PlanModel, by: Grouping): Group[] {
  switch (by) {
    case 'state':
      return worded(STATES)
    case 'priority':
      return worded(BANDS)
    case 'path':
      return worded(PATHS)
    case 'assignee':
      return [
        { key: NONE, name: null },
        ...plan.resources.map(({ id, name }) => ({ key: id, name })),
      ]
    case 'phase':
      return [
        { key: NONE, name: null },
        ...plan.tasks
          .filter((task) => task.kind === 'summary' && task.parent_id === null)
          .map(({ id, name }) => ({ key: id, name })),
      ]
  }
}

/** Whether cards can be put into other groups of a field: what is computed cannot be set. */
export const isGiven = (by: Grouping): boolean => by !== 'path'

/** Whether a task may be put there at all. */
export function isPossible(plan: PlanModel, task: PlanTask, by: Grouping, key: string): boolean {
  if (keysOf(plan, task, by).includes(key)) return true
  if (!isGiven(by)) return false
  if (by === 'state') return task.kind !== 'hammock'
  if (by !== 'phase' || key === NONE) return true
  const { indexById } = plan.outline
  return !isAncestor(plan.outline, indexById.get(task.id) ?? -1, indexById.get(key) ?? -1)
}
