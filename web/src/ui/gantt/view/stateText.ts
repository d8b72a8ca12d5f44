import { fill } from '../labels'
import { calendarOf } from '../model/outline'
import type { PlanTask } from '../model/plan'
import type { GanttProps } from '../props'
import { conflictText, dayText, ghostTexts, momentText } from './text'

/** What a comparison, a driver chain and further baselines say about a task. */
function comparedWords({ labels, changes, chain, otherBaselines }: GanttProps, { id }: PlanTask) {
  const { spoken } = labels
  const change = changes?.get(id)?.kind
  const place = chain?.taskIds.indexOf(id) ?? -1
  const words = [
    change ? labels.changes[change] : '',
    place < 0 ? '' : fill(spoken.chain, { n: place + 1 }),
  ]
  for (const { name, spans } of otherBaselines ?? []) {
    const dates = spans.get(id)
    if (!dates) continue
    const [start, finish] = [dayText(dates[0]), dayText(dates[1])]
    words.push(fill(spoken.baseline, { name, start, finish }))
  }
  return words
}

/** What holds the dates of a task. */
function heldWords({ plan, labels }: GanttProps, task: PlanTask): string[] {
  const { spoken, tooltip, constraints } = labels
  const { constraint, constraint_at, deadline, conflict } = task
  const calendar = calendarOf(plan, task)
  const isOwn = task.calendar_id !== null && calendar !== plan.projectCalendar
  const at = constraint_at === null ? '' : momentText(constraint_at)
  return [
    constraint && at ? fill(tooltip.constraint, { constraint: constraints[constraint], at }) : '',
    isOwn ? fill(spoken.calendar, { calendar: calendar.name }) : '',
    deadline === null ? '' : fill(tooltip.deadline, { at: momentText(deadline) }),
    conflict === null ? '' : fill(spoken.conflict, { code: conflictText(conflict, labels) }),
  ]
}

/** Everything the chart tells of a task by shape, colour and mark, in words. */
export function stateText(props: GanttProps, task: PlanTask): string {
  const { spoken, kinds } = props.labels
  if (task.stands_for === 'group') return spoken.group
  const words = [
    kinds[task.kind],
    ...comparedWords(props, task),
    task.is_critical ? spoken.critical : '',
    task.is_near_critical && !task.is_critical ? spoken.nearCritical : '',
    task.mode === 'manual' ? spoken.manual : '',
    ...heldWords(props, task),
    ...ghostTexts(props.plan, task, props.labels),
  ]
  return words.filter(Boolean).join(spoken.separator)
}
