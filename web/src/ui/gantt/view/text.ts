import { formatDuration, formatSigned } from '../edit/duration'
import { predecessorsText } from '../edit/predecessors'
import { fill, type GanttLabels } from '../labels'
import { formatDate, formatTime, MINUTES_PER_DAY, type Moment } from '../model/moments'
import type { PlanModel, PlanTask } from '../model/plan'
import type { ColumnKey } from '../props'

type Words = Pick<GanttLabels, 'units' | 'spoken' | 'kinds' | 'conflicts'>

/** A conflict in words; its code where there are none for it. */
export function conflictText(code: string, labels: Pick<GanttLabels, 'conflicts'>): string {
  const known: Readonly<Record<string, string>> = labels.conflicts
  return known[code] ?? code
}

export function percentText(ratio: number | null, units: GanttLabels['units']): string {
  return ratio === null ? '' : fill(units.percent, { n: Math.round(ratio * 100) })
}

export function momentText(at: Moment): string {
  return `${formatDate(at)} ${formatTime(at)}`
}

/** A slip is counted in calendar time: a day of it has 24 hours. */
export const WALL_CLOCK = { minutes_per_day: MINUTES_PER_DAY }

/** What a cell shows. */
export function cellText(
  plan: PlanModel,
  task: PlanTask,
  column: ColumnKey,
  units: GanttLabels['units'],
): string {
  const date = (at: Moment | null) => (at === null ? '' : formatDate(at))
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
    case 'predecessors':
      return predecessorsText(plan, task)
    case 'baseline_finish':
      return date(task.baseline_finish)
    case 'slip':
      return task.slip_minutes === null ? '' : formatSigned(task.slip_minutes, WALL_CLOCK, units)
    case 'total_float':
      return task.total_float_minutes === null
        ? ''
        : formatSigned(task.total_float_minutes, project, units).replace('+', '')
  }
}

/** Everything a row shows, as one sentence for a screen reader. */
export function spokenRow(plan: PlanModel, task: PlanTask, labels: Words): string {
  const { spoken, units, kinds } = labels
  const cell = (column: ColumnKey) => cellText(plan, task, column, units)
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
  return parts.join(spoken.separator)
}
