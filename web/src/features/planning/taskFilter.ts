import type { PlanTask } from '@/ui/gantt/model/plan'
import type { TaskFilter } from './search'

const tests: Record<TaskFilter, (task: PlanTask) => boolean> = {
  critical: (task) => task.is_critical,
  late: (task) => (task.slip_minutes ?? 0) > 0,
  open: (task) => (task.percent_complete ?? 0) < 1,
  milestones: (task) => task.kind === 'milestone',
  conflicts: (task) => Boolean(task.conflict),
}

/** The rows that a text and a choice leave, or null where nothing narrows them. */
export function taskFilter(text = '', choice?: TaskFilter): ((task: PlanTask) => boolean) | null {
  const wanted = text.trim().toLowerCase()
  if (!wanted && !choice) return null
  return (task) =>
    (!choice || tests[choice](task)) &&
    (!wanted ||
      task.name.toLowerCase().includes(wanted) ||
      task.wbs_code.startsWith(wanted) ||
      task.assignees.toLowerCase().includes(wanted))
}
