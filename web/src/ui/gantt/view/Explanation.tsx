import { type KeyboardEvent, useEffect, useRef } from 'react'
import { formatDuration } from '../edit/duration'
import type { Operation } from '../edit/operations'
import { fill } from '../labels'
import { taskById } from '../model/outline'
import type { PlanTask } from '../model/plan'
import type { GanttProps } from '../props'
import { type Chart, useChart } from './chart'
import { conflictText, momentText } from './text'

/** Which task is being explained, and where on the screen. */
export interface Explained {
  taskId: string
  x: number
  y: number
}

/** Whether a task carries a mark that can be explained. */
export function hasMarks(task: PlanTask | undefined): boolean {
  if (!task || task.stands_for) return false
  return task.conflict !== null || task.deadline !== null || task.constraint_at !== null
}

/** What the marks of a task mean, one sentence each. */
export function sentencesOf({ plan, labels }: Chart, task: PlanTask): string[] {
  const { explain, constraints, constraintMeanings, tooltip, units } = labels
  const sentences: string[] = []
  const days = (minutes: number) => formatDuration(Math.abs(minutes), false, plan.project, units)
  for (const conflict of plan.conflicts) {
    if (conflict.task_id !== task.id) continue
    const code = conflictText(conflict.code.replace(/^planning\./, ''), labels)
    sentences.push(fill(explain.conflict, { code, days: days(conflict.minutes) }))
  }
  if (task.constraint && task.constraint_at !== null) {
    const values = { constraint: constraints[task.constraint], at: momentText(task.constraint_at) }
    sentences.push(`${fill(tooltip.constraint, values)}: ${constraintMeanings[task.constraint]}`)
  }
  if (task.deadline !== null) {
    const isMissed = task.finish !== null && task.finish > task.deadline
    const at = momentText(task.deadline)
    sentences.push(fill(isMissed ? explain.deadlineMissed : explain.deadlineKept, { at }))
  }
  return sentences
}

function fixesOf(chart: Chart, task: PlanTask): { key: string; label: string; fields: object }[] {
  const { explain } = chart.labels
  if (chart.readOnly) return []
  const fixes = []
  if (task.constraint_at !== null) {
    fixes.push({
      key: 'constraint',
      label: explain.removeConstraint,
      fields: { constraint: 'asap', constraint_at: null },
    })
  }
  if (task.deadline !== null) {
    fixes.push({ key: 'deadline', label: explain.removeDeadline, fields: { deadline: null } })
  }
  return fixes
}

interface ExplanationProps {
  explained: Explained
  props: GanttProps
  send: (operations: Operation[]) => unknown
  onClose: () => void
}

/** What a mark on the chart means, in words, with what can be done about it. */
export function Explanation({ explained, props, send, onClose }: ExplanationProps) {
  const chart = useChart()
  const { labels, plan } = chart
  const card = useRef<HTMLDivElement>(null)
  useEffect(() => {
    card.current?.querySelector('button')?.focus()
    const outside = (event: PointerEvent) => {
      if (!card.current?.contains(event.target as Node)) onClose()
    }
    window.addEventListener('pointerdown', outside, true)
    return () => window.removeEventListener('pointerdown', outside, true)
  }, [onClose])
  const task = taskById(plan, explained.taskId)
  if (!task) return null
  const doAndClose = (act: () => unknown) => () => {
    onClose()
    act()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Escape') onClose()
  }
  const left = Math.max(8, Math.min(explained.x + 8, window.innerWidth - 348))
  const rises = explained.y > window.innerHeight - 240
  const place = rises
    ? { left, bottom: window.innerHeight - explained.y + 12 }
    : { left, top: explained.y + 12 }
  return (
    <div
      ref={card}
      className="zg-card zg-explanation"
      role="dialog"
      aria-label={fill(labels.explain.label, { name: task.name })}
      style={place}
      onKeyDown={onKeyDown}
    >
      <b>{task.name}</b>
      {sentencesOf(chart, task).map((sentence) => (
        <span key={sentence}>{sentence}</span>
      ))}
      <div className="zg-explanation-acts">
        {props.onAskWhy && (
          <button type="button" onClick={doAndClose(() => props.onAskWhy?.(task.id))}>
            {labels.menu.why}
          </button>
        )}
        {fixesOf(chart, task).map(({ key, label, fields }) => (
          <button
            key={key}
            type="button"
            onClick={doAndClose(() => send([{ op: 'update_task', id: task.id, fields }]))}
          >
            {label}
          </button>
        ))}
        <button type="button" onClick={onClose}>
          {labels.sheet.close}
        </button>
      </div>
    </div>
  )
}
