import { calledBy } from '@/lib/lockedName'
import { type Moment, readMoment } from '@/ui/gantt/model/moments'
import { NEW_TASK } from '@/ui/gantt/model/newTask'
import { outlineOf } from '@/ui/gantt/model/outline'
import type { PlanModel, PlanTask, TaskKind } from '@/ui/gantt/model/plan'
import type { ChangeKind, TaskChange } from '@/ui/gantt/props'
import type { Comparison, Difference } from './queries'

export type ComparedPlan = { plan: PlanModel; changes: ReadonlyMap<string, TaskChange> }

const REMOVED = 'removed tasks'

/** Where the task lay before, if it has moved since. */
function spanBefore({ fields, start, finish }: Difference): readonly [Moment, Moment] | null {
  if (!fields?.start && !fields?.finish) return null
  const from = readMoment(fields.start?.[0] ?? start)
  const to = readMoment(fields.finish?.[0] ?? finish)
  return from === null || to === null ? null : [from, to]
}

function removedTask({ id, number, name, kind, start, finish }: Difference): PlanTask {
  return {
    ...NEW_TASK,
    id,
    number,
    name: calledBy(name, number),
    locked: name === null ? ['name'] : [],
    // A summary without its tasks is drawn as the span it had.
    kind: (kind === 'milestone' ? 'milestone' : 'task') satisfies TaskKind,
    parent_id: REMOVED,
    start: readMoment(start),
    finish: readMoment(finish),
    stands_for: 'removed',
  }
}

/** The plan with what was removed as rows behind it, and what happened to each task since. */
export function comparedPlan(
  plan: PlanModel,
  comparison: Comparison,
  removedHead: string,
): ComparedPlan {
  const changes = new Map<string, TaskChange>()
  const note = (kind: ChangeKind, tasks: readonly Difference[]) => {
    for (const task of tasks) changes.set(task.id, { kind, before: spanBefore(task) })
  }
  note('moved', comparison.moved)
  note('changed', comparison.changed)
  note('added', comparison.added)
  const gone = comparison.removed.filter(({ id }) => !plan.outline.indexById.has(id))
  if (gone.length === 0) return { plan, changes }
  note('removed', gone)
  const head: PlanTask = { ...NEW_TASK, id: REMOVED, name: removedHead, stands_for: 'group' }
  const tasks = [...plan.tasks, head, ...gone.map(removedTask)]
  return { plan: { ...plan, tasks, outline: outlineOf(tasks) }, changes }
}
