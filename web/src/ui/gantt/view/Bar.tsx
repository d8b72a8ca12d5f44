import { canDrag } from '../edit/drag'
import {
  barOf,
  baselineOf,
  baselineTops,
  DIAMOND,
  doneShare,
  floatOf,
  spanOf,
} from '../geometry/bars'
import { type Scale, xOf } from '../geometry/scale'
import type { Moment } from '../model/moments'
import type { PlanTask } from '../model/plan'
import type { BaselineLayer, Layers } from '../props'

/** A milestone's baseline is a point; the least width of a bar must not shift it. */
const LEAST_SPAN = 3

interface BeforeBarProps {
  before: readonly [Moment, Moment]
  task: PlanTask
  scale: Scale
}

interface BarProps {
  task: PlanTask
  scale: Scale
  layers: Layers
}

/** Class names that say in what state the bar of a task is. */
function stateOf(task: PlanTask, layers: Layers): string {
  const isCritical = layers.critical && task.is_critical
  const isNear = layers.critical && task.is_near_critical && !task.is_critical
  return [
    isCritical ? 'is-critical' : isNear ? 'is-near' : '',
    task.mode === 'manual' ? 'is-manual' : '',
    task.is_active ? '' : 'is-inactive',
    doneShare(task) >= 1 ? 'is-done' : '',
    task.stands_for ? `is-${task.stands_for}` : '',
  ]
    .filter(Boolean)
    .join(' ')
}

function Pieces({ task, scale, layers }: BarProps) {
  const done = doneShare(task) * task.pieces.reduce((sum, [from, to]) => sum + to - from, 0)
  let before = 0
  return task.pieces.map(([from, to]) => {
    const share = Math.min(1, Math.max(0, (done - before) / (to - from)))
    before += to - from
    const left = xOf(scale, from)
    return (
      <i
        key={from}
        className="zg-piece"
        style={{ left: left - xOf(scale, task.start ?? from), width: xOf(scale, to) - left }}
      >
        {layers.progress && share > 0 && (
          <i className="zg-done" style={{ width: `${share * 100}%` }} />
        )}
      </i>
    )
  })
}

interface DrawnProps {
  isHot: boolean
  /** Of a recurring summary: what is drawn on its row instead of a bracket. */
  occurrences?: readonly PlanTask[] | null
}

/** One occurrence on the row of its summary. */
function Occurrence({ task, scale, from }: Omit<BarProps, 'layers'> & { from: number }) {
  const box = barOf(task, scale)
  if (!box) return null
  const look = doneShare(task) >= 1 ? 'zg-occurrence is-done' : 'zg-occurrence'
  return <i className={look} style={{ left: box.left - from, width: box.width }} />
}

/** Where a bar can be taken hold of: its end, its progress, and both ends for a link. */
function Grips({ task, layers, width }: { task: PlanTask; layers: Layers; width: number }) {
  const canStretch = canDrag(task, 'finish')
  const left = `${doneShare(task) * 100}%`
  return (
    <>
      {canStretch && <i className="zg-grip is-finish" data-grip="finish" />}
      {canStretch && layers.progress && width > 24 && (
        <i className="zg-grip is-progress" data-grip="progress" style={{ left }} />
      )}
      <i className="zg-port is-start" data-grip="link-start" />
      <i className="zg-port is-finish" data-grip="link-finish" />
    </>
  )
}

/** The bar, bracket or diamond of a task; under the pointer with the grips to drag it by. */
export function Bar({ task, scale, layers, isHot, occurrences }: BarProps & DrawnProps) {
  const box = barOf(task, scale)
  if (!box) return null
  const shape = box.isMilestone
    ? 'is-milestone'
    : task.kind === 'task'
      ? 'is-task'
      : `is-${task.kind}`
  const isSplit = shape === 'is-task' && task.pieces.length > 0
  const share = doneShare(task)
  return (
    <div
      className={`zg-bar ${shape}${isSplit ? ' is-split' : ''}${occurrences ? ' is-recurring' : ''} ${stateOf(task, layers)}`}
      style={{ left: box.left, width: box.width }}
      data-bar={task.id}
      data-grip="move"
    >
      {box.isMilestone && <i className="zg-diamond" />}
      {occurrences?.map((one) => (
        <Occurrence key={one.id} task={one} scale={scale} from={box.left} />
      ))}
      {isSplit && <Pieces task={task} scale={scale} layers={layers} />}
      {!isSplit && !occurrences && !box.isMilestone && layers.progress && share > 0 && (
        <i className="zg-done" style={{ width: `${share * 100}%` }} />
      )}
      {isHot && <Grips task={task} layers={layers} width={box.width} />}
    </div>
  )
}

interface BaselineBarsProps {
  task: PlanTask
  scale: Scale
  others: readonly BaselineLayer[]
}

const ORDINALS = ['is-first', 'is-second', 'is-third'] as const

/** The thin bars below: where each of the shown baselines has the task. */
export function BaselineBars({ task, scale, others }: BaselineBarsProps) {
  const spans = [
    baselineOf(task, scale),
    ...others.map(({ spans: dates }) => {
      const dated = dates.get(task.id)
      return dated ? spanOf(scale, dated[0], dated[1]) : null
    }),
  ]
  const tops = baselineTops(spans.length)
  return spans.slice(0, 3).map((span, at) => {
    if (!span) return null
    const look = `zg-baseline ${ORDINALS[at]}`
    const top = tops[at] ?? 0
    if (task.kind === 'milestone') {
      const left = span.left + (span.width > LEAST_SPAN ? span.width : 0) - DIAMOND / 2
      return <i key={look} className={`${look} is-milestone`} style={{ left, top: top - 2 }} />
    }
    return (
      <i
        key={look}
        className={task.kind === 'summary' ? `${look} is-summary` : look}
        style={{ left: span.left, width: span.width, top }}
      />
    )
  })
}

/** Where a task lay before, beside the bar it has now. */
export function BeforeBar({ before, task, scale }: BeforeBarProps) {
  const { left, width } = spanOf(scale, before[0], before[1])
  const isPoint = task.kind === 'milestone'
  return (
    <i
      className={isPoint ? 'zg-before is-milestone' : 'zg-before'}
      style={isPoint ? { left: left - DIAMOND } : { left, width }}
    />
  )
}

/** The faint tail that ends where the task may end without moving the project's finish. */
export function FloatTail({ task, scale }: Omit<BarProps, 'layers'>) {
  const span = floatOf(task, scale)
  if (!span) return null
  return (
    <i
      className={span.isNegative ? 'zg-float is-negative' : 'zg-float'}
      style={{ left: span.left, width: span.width }}
    />
  )
}

/** Marks of a deadline, a constraint and a conflict. */
export function Marks({ task, scale }: Omit<BarProps, 'layers'>) {
  const { deadline, constraint, constraint_at, conflict, finish, start } = task
  const isMissed = deadline !== null && finish !== null && finish > deadline
  const side = constraint && /^(f|mf)/.test(constraint) ? 'is-finish' : 'is-start'
  return (
    <>
      {constraint_at !== null && constraint !== null && (
        <i
          className={`zg-pin ${side}`}
          style={{ left: xOf(scale, constraint_at) }}
          data-explain={task.id}
        />
      )}
      {deadline !== null && (
        <i
          className={isMissed ? 'zg-deadline is-missed' : 'zg-deadline'}
          style={{ left: xOf(scale, deadline) }}
          data-explain={task.id}
        />
      )}
      {conflict !== null && start !== null && (
        <i
          className="zg-conflict"
          style={{ left: xOf(scale, start) - 19 }}
          data-explain={task.id}
        />
      )}
    </>
  )
}
