import { canDrag } from '../edit/drag'
import { BASELINE_TOP, barOf, baselineOf, DIAMOND, doneShare, floatOf } from '../geometry/bars'
import { type Scale, xOf } from '../geometry/scale'
import type { PlanTask } from '../model/plan'
import type { Layers } from '../props'

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
export function Bar({ task, scale, layers, isHot }: BarProps & { isHot: boolean }) {
  const box = barOf(task, scale)
  if (!box) return null
  const shape = box.isMilestone
    ? 'is-milestone'
    : task.kind === 'summary'
      ? 'is-summary'
      : 'is-task'
  const isSplit = shape === 'is-task' && task.pieces.length > 0
  const share = doneShare(task)
  return (
    <div
      className={`zg-bar ${shape}${isSplit ? ' is-split' : ''} ${stateOf(task, layers)}`}
      style={{ left: box.left, width: box.width }}
      data-bar={task.id}
      data-grip="move"
    >
      {box.isMilestone && <i className="zg-diamond" />}
      {isSplit && <Pieces task={task} scale={scale} layers={layers} />}
      {!isSplit && !box.isMilestone && layers.progress && share > 0 && (
        <i className="zg-done" style={{ width: `${share * 100}%` }} />
      )}
      {isHot && <Grips task={task} layers={layers} width={box.width} />}
    </div>
  )
}

/** The thin bar below: where the baseline has the task. */
export function BaselineBar({ task, scale }: Omit<BarProps, 'layers'>) {
  const span = baselineOf(task, scale)
  if (!span) return null
  if (task.kind === 'milestone') {
    const left = span.left + (task.baseline_finish === task.baseline_start ? 0 : span.width)
    return <i className="zg-baseline is-milestone" style={{ left: left - DIAMOND / 2 }} />
  }
  return (
    <i
      className={`zg-baseline${task.kind === 'summary' ? ' is-summary' : ''}`}
      style={{ left: span.left, width: span.width, top: BASELINE_TOP }}
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
        <i className={`zg-pin ${side}`} style={{ left: xOf(scale, constraint_at) }} />
      )}
      {deadline !== null && (
        <i
          className={isMissed ? 'zg-deadline is-missed' : 'zg-deadline'}
          style={{ left: xOf(scale, deadline) }}
        />
      )}
      {conflict !== null && start !== null && (
        <i className="zg-conflict" style={{ left: xOf(scale, start) - 19 }} />
      )}
    </>
  )
}
