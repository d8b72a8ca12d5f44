import { useEffect, useState } from 'react'
import { formatDuration, formatSigned } from '../edit/duration'
import { formatPredecessor } from '../edit/predecessors'
import { fill, type GanttLabels } from '../labels'
import type { Moment } from '../model/moments'
import { taskById } from '../model/outline'
import type { ConstraintCode, PlanModel, PlanTask } from '../model/plan'
import { useChart } from './chart'
import { cellText, conflictText, dayText, momentText, WALL_CLOCK } from './text'
import type { Hover } from './useHover'

/** Milliseconds the pointer rests before the card appears. */
const REST = 350

function datesLine(plan: PlanModel, task: PlanTask, labels: GanttLabels): string {
  if (task.start === null || task.finish === null) return ''
  if (task.kind === 'milestone') return momentText(task.finish)
  const values = { start: momentText(task.start), finish: momentText(task.finish) }
  const duration = cellText(plan, task, 'duration', labels)
  return `${fill(labels.tooltip.move, values)} · ${duration}`
}

function baselineLine(task: PlanTask, labels: GanttLabels): string {
  if (task.baseline_finish === null) return ''
  const baseline = fill(labels.tooltip.baseline, {
    start: dayText(task.baseline_start ?? task.baseline_finish),
    finish: dayText(task.baseline_finish),
  })
  const slip = task.slip_minutes ?? 0
  if (slip === 0) return baseline
  const days = formatDuration(Math.abs(slip), false, WALL_CLOCK, labels.units)
  return `${baseline} · ${fill(slip > 0 ? labels.tooltip.late : labels.tooltip.early, { days })}`
}

function constraintLine(
  code: ConstraintCode | null,
  at: Moment | null,
  { constraints, tooltip }: GanttLabels,
): string {
  if (!code || at === null) return ''
  return fill(tooltip.constraint, { constraint: constraints[code], at: momentText(at) })
}

/** What the card says about a task, line by line. */
export function taskLines(plan: PlanModel, task: PlanTask, labels: GanttLabels): string[] {
  const { tooltip, spoken, units } = labels
  const percent = cellText(plan, task, 'percent_complete', labels)
  const float = task.total_float_minutes
  const lines = [
    datesLine(plan, task, labels),
    percent && fill(tooltip.progress, { percent }),
    task.is_critical ? spoken.critical : task.is_near_critical ? spoken.nearCritical : '',
    float === null || task.kind === 'hammock'
      ? ''
      : fill(tooltip.float, { float: formatSigned(float, plan.project, units).replace('+', '') }),
    baselineLine(task, labels),
    constraintLine(task.constraint, task.constraint_at, labels),
    constraintLine(task.second_constraint, task.second_constraint_at, labels),
    task.deadline === null ? '' : fill(tooltip.deadline, { at: momentText(task.deadline) }),
    task.conflict === null
      ? ''
      : fill(tooltip.conflict, { code: conflictText(task.conflict, labels) }),
    task.mode === 'manual' ? spoken.manual : '',
    task.assignees,
  ]
  return lines.filter((line) => line !== '')
}

function linkLines(plan: PlanModel, hover: Hover, labels: GanttLabels): [string, string[]] {
  const link = hover.route?.link
  const before = link && taskById(plan, link.before_id)
  const after = link && taskById(plan, link.after_id)
  if (!before || !after) return ['', []]
  const type = labels.links[link.type]
  const code = formatPredecessor(before.number, link, plan.project)
  return [`${before.name} → ${after.name}`, [`${type} · ${code}`]]
}

/** A small card beside the pointer with what there is to know about a bar or a link. */
export function HoverCard({ hover }: { hover: Hover | null }) {
  const { plan, labels } = useChart()
  const [shown, setShown] = useState<Hover | null>(null)
  useEffect(() => {
    setShown(null)
    if (!hover) return
    const timer = setTimeout(() => setShown(hover), REST)
    return () => clearTimeout(timer)
  }, [hover])
  if (!shown) return null
  const task = shown.taskId ? taskById(plan, shown.taskId) : undefined
  const [title, lines] = task
    ? [`${task.wbs_code} ${task.name}`, taskLines(plan, task, labels)]
    : linkLines(plan, shown, labels)
  if (!title) return null
  const flips = shown.x > window.innerWidth - 340
  const rises = shown.y > window.innerHeight - 220
  const style = {
    ...(flips ? { right: window.innerWidth - shown.x + 12 } : { left: shown.x + 12 }),
    ...(rises ? { bottom: window.innerHeight - shown.y + 16 } : { top: shown.y + 16 }),
  }
  return (
    <div className="zg-card" style={style} aria-hidden="true">
      <b>{title.trim()}</b>
      {lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </div>
  )
}
