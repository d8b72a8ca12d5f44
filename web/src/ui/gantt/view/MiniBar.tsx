import { doneShare } from '../geometry/bars'
import type { Moment } from '../model/moments'
import type { PlanTask } from '../model/plan'
import type { Layers } from '../props'

interface MiniBarProps {
  task: PlanTask
  span: readonly [Moment, Moment]
  today: Moment
  layers: Layers
}

/** The bar of a task within the span of the whole plan. */
export function MiniBar({ task, span, today, layers }: MiniBarProps) {
  const whole = Math.max(1, span[1] - span[0])
  const share = (at: Moment) => `${((at - span[0]) / whole) * 100}%`
  const width = (from: Moment, to: Moment) => `${((to - from) / whole) * 100}%`
  const { start, finish, baseline_start, baseline_finish } = task
  const isCritical = layers.critical && task.is_critical && task.kind !== 'summary'
  return (
    <span className="zg-mini" aria-hidden="true">
      {today >= span[0] && today <= span[1] && (
        <i className="zg-mini-today" style={{ left: share(today) }} />
      )}
      {layers.baseline && baseline_start !== null && baseline_finish !== null && (
        <i
          className="zg-mini-baseline"
          style={{ left: share(baseline_start), width: width(baseline_start, baseline_finish) }}
        />
      )}
      {start !== null && finish !== null && task.kind === 'milestone' && (
        <i
          className={`zg-mini-diamond${isCritical ? ' is-critical' : ''}`}
          style={{ left: share(finish) }}
        />
      )}
      {start !== null && finish !== null && task.kind !== 'milestone' && (
        <i
          className={`zg-mini-bar is-${task.kind}${isCritical ? ' is-critical' : ''}`}
          style={{ left: share(start), width: width(start, finish) }}
        >
          <i style={{ width: `${doneShare(task) * 100}%` }} />
        </i>
      )}
    </span>
  )
}
