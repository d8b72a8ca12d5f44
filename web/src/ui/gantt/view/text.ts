import { formatDate, isoOfMinute } from '@/lib/format'
import { type DurationUnits, formatDuration, formatSigned } from '../edit/duration'
import { predecessorsText } from '../edit/predecessors'
import { fill, type GanttLabels } from '../labels'
import { formatTime, MINUTES_PER_DAY, type Moment } from '../model/moments'
import type { GhostTask, PlanModel, PlanTask } from '../model/plan'
import type { ChangeKind, ColumnKey } from '../props'

type Words = Pick<
  GanttLabels,
  | 'units'
  | 'spoken'
  | 'kinds'
  | 'conflicts'
  | 'constraints'
  | 'changes'
  | 'ghost'
  | 'states'
  | 'classes'
>

/** A conflict in words; its code where there are none for it. */
export function conflictText(code: string, labels: Pick<GanttLabels, 'conflicts'>): string {
  const known: Readonly<Record<string, string>> = labels.conflicts
  return known[code] ?? code
}

export function percentText(ratio: number | null, units: GanttLabels['units']): string {
  return ratio === null ? '' : fill(units.percent, { n: Math.round(ratio * 100) })
}

/** A day in the style that the viewer has chosen for dates. */
export const dayText = (at: Moment): string => formatDate(isoOfMinute(at))

export function momentText(at: Moment): string {
  return `${dayText(at)} ${formatTime(at)}`
}

/** A slip is counted in calendar time: a day of it has 24 hours. */
export const WALL_CLOCK = { minutes_per_day: MINUTES_PER_DAY }

export type CellWords = Pick<GanttLabels, 'units' | 'constraints' | 'states' | 'classes'>

/** What a cell shows. */
export function cellText(
  plan: PlanModel,
  task: PlanTask,
  column: ColumnKey,
  words: CellWords,
): string {
  const { units } = words
  const date = (at: Moment | null) => (at === null ? '' : dayText(at))
  const { project } = plan
  switch (column) {
    case 'wbs_code':
      return task.wbs_code
    case 'name':
      return task.name
    case 'duration':
      return task.duration_minutes === null
        ? ''
        : formatDuration(task.duration_minutes, task.is_elapsed, project, units)
    case 'start':
      return date(task.start)
    case 'finish':
      return date(task.finish)
    case 'percent_complete':
      return percentText(task.percent_complete, units)
    case 'state':
      return task.stands_for ? '' : words.states[task.state]
    case 'predecessors':
      return predecessorsText(plan, task)
    case 'assignees':
      return task.assignees
    case 'baseline_start':
      return date(task.baseline_start)
    case 'baseline_finish':
      return date(task.baseline_finish)
    case 'deadline':
      return date(task.deadline)
    case 'constraint':
      return constraintText(task, words)
    case 'actual_start':
      return date(task.actual_start)
    case 'actual_finish':
      return date(task.actual_finish)
    case 'slip':
      return task.slip_minutes === null ? '' : formatSigned(task.slip_minutes, WALL_CLOCK, units)
    case 'classification':
      return task.stands_for || task.classification === 0 ? '' : classText(task, words)
    case 'cost_minor':
    case 'fixed_cost_minor':
    case 'actual_cost_minor':
      return task.stands_for ? '' : (plan.costs?.text(task.id, column) ?? '…')
    case 'total_float':
      return floatText(task.total_float_minutes, project, units)
    case 'free_float':
      return floatText(task.free_float_minutes, project, units)
  }
}

/** What the class is called that locks a task, or that it raises itself to. */
export function classText(task: PlanTask, { classes }: Pick<GanttLabels, 'classes'>): string {
  const words: Readonly<Record<string, string>> = classes
  return words[task.lock_class ?? task.classification] ?? ''
}

function floatText(minutes: number | null, project: DurationUnits, units: GanttLabels['units']) {
  return minutes === null ? '' : formatSigned(minutes, project, units).replace('+', '')
}

/** `Start no earlier than 2026-03-02`; nothing for a task that is free to go as soon as it can. */
function constraintText({ constraint, constraint_at }: PlanTask, words: CellWords): string {
  if (constraint === null || constraint === 'asap') return ''
  const at = constraint_at === null ? '' : ` ${dayText(constraint_at)}`
  return `${words.constraints[constraint]}${at}`
}

type GhostWords = Pick<GanttLabels, 'ghost'>

/** What a task of another project is called: by its project and name, as far as they may be known. */
export function ghostName({ name, project, is_removed }: GhostTask, { ghost }: GhostWords): string {
  if (is_removed) return ghost.removed
  if (project === null) return ghost.hidden
  return `${project.key} ${name ?? ghost.hidden}`
}

/** The links of a task with other projects in words. */
export function ghostTexts(plan: PlanModel, task: PlanTask, labels: GhostWords): string[] {
  return (plan.crossByTask.get(task.id) ?? []).map(({ direction, ghost }) =>
    fill(labels.ghost[direction], { name: ghostName(ghost, labels) }),
  )
}

/** Everything a row shows, as one sentence for a screen reader. */
export function spokenRow(
  plan: PlanModel,
  task: PlanTask,
  labels: Words,
  change?: ChangeKind,
): string {
  const { spoken, kinds } = labels
  const cell = (column: ColumnKey) => cellText(plan, task, column, labels)
  if (task.stands_for === 'group') return task.name
  const parts = [fill(spoken.row, { wbs: task.wbs_code, name: task.name, kind: kinds[task.kind] })]
  const say = (when: unknown, sentence: string, values: Record<string, string> = {}) => {
    if (when) parts.push(fill(sentence, values))
  }
  say(task.kind !== 'milestone' && task.duration_minutes !== null, spoken.duration, {
    duration: cell('duration'),
  })
  say(task.start !== null, spoken.dates, { start: cell('start'), finish: cell('finish') })
  say(task.percent_complete, spoken.percent, { percent: cell('percent_complete') })
  say(task.is_critical, spoken.critical)
  say(task.is_near_critical && !task.is_critical, spoken.nearCritical)
  say(task.mode === 'manual', spoken.manual)
  say(task.slip_minutes, spoken.slip, { slip: cell('slip') })
  say(task.total_float_minutes, spoken.float, { float: cell('total_float') })
  say(task.conflict, spoken.conflict, {
    code: conflictText(task.conflict ?? '', labels),
  })
  say(plan.linkIndex.into.has(task.id), spoken.predecessors, {
    predecessors: cell('predecessors'),
  })
  parts.push(...ghostTexts(plan, task, labels))
  say(change, change ? labels.changes[change] : '')
  return parts.join(spoken.separator)
}
