import { STATES } from '@/ui/gantt/edit/states'
import type { Moment } from '@/ui/gantt/model/moments'
import { formatDate } from '@/ui/gantt/model/moments'
import { NEW_TASK } from '@/ui/gantt/model/newTask'
import { outlineOf } from '@/ui/gantt/model/outline'
import type { PlanModel, PlanTask, TaskState } from '@/ui/gantt/model/plan'

export const GROUPINGS = ['assignee', 'state', 'path', 'month'] as const
export type Grouping = (typeof GROUPINGS)[number]

export type GroupPath = 'critical' | 'near' | 'free'

/** What a group is called, where its name is not that of a person or a month. */
export type GroupWords = {
  state: Readonly<Record<TaskState, string>>
  path: Readonly<Record<GroupPath, string>>
  nobody: string
  undated: string
  /** The name of a group with the number of its tasks. */
  head: (name: string, count: number) => string
}

const PATHS: readonly GroupPath[] = ['critical', 'near', 'free']
const LAST = '\uffff'

const pathOf = (task: PlanTask): GroupPath =>
  task.is_critical ? 'critical' : task.is_near_critical ? 'near' : 'free'

/** The group of a task: a key that sorts, and the words for it. */
function groupOf(task: PlanTask, by: Grouping, words: GroupWords): readonly [string, string] {
  switch (by) {
    case 'assignee':
      return task.assignees ? [task.assignees, task.assignees] : [LAST, words.nobody]
    case 'state':
      return [String(STATES.indexOf(task.state)), words.state[task.state]]
    case 'path': {
      const path = pathOf(task)
      return [String(PATHS.indexOf(path)), words.path[path]]
    }
    case 'month': {
      const month = task.start === null ? LAST : formatDate(task.start).slice(0, 7)
      return [month, task.start === null ? words.undated : month]
    }
  }
}

function headOf(key: string, name: string, tasks: readonly PlanTask[]): PlanTask {
  const dates = (pick: (task: PlanTask) => Moment | null) =>
    tasks.map(pick).filter((at) => at !== null)
  const starts = dates((task) => task.start)
  const finishes = dates((task) => task.finish)
  return {
    ...NEW_TASK,
    id: `group ${key}`,
    name,
    kind: 'summary',
    // A spread of thousands of arguments would overflow the stack.
    start: starts.length > 0 ? starts.reduce((a, b) => Math.min(a, b)) : null,
    finish: finishes.length > 0 ? finishes.reduce((a, b) => Math.max(a, b)) : null,
    stands_for: 'group',
  }
}

/** The same tasks below heads of groups, in the order of the plan within each; summaries are left out. */
export function groupedPlan(plan: PlanModel, by: Grouping, words: GroupWords): PlanModel {
  const groups = new Map<string, { name: string; tasks: PlanTask[] }>()
  for (const task of plan.tasks) {
    if (task.kind === 'summary') continue
    const [key, name] = groupOf(task, by, words)
    const group = groups.get(key) ?? { name, tasks: [] }
    group.tasks.push(task)
    groups.set(key, group)
  }
  const order = [...groups].sort(([a], [b]) => a.localeCompare(b, 'zh-CN'))
  const tasks = order.flatMap(([key, group]) => {
    const head = headOf(key, words.head(group.name, group.tasks.length), group.tasks)
    return [head, ...group.tasks.map((task) => ({ ...task, parent_id: head.id }))]
  })
  return { ...plan, whole: plan, tasks, outline: outlineOf(tasks) }
}
