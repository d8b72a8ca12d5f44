import { type Ref, useLayoutEffect, useRef, useState } from 'react'
import type { GanttHandle, GanttProps } from './props'
import { DesktopChart } from './view/DesktopChart'
import { PhoneList } from './view/PhoneList'
import { PlanTable } from './view/PlanTable'
import './gantt.css'
import './timeline.css'
import './bars.css'
import './lists.css'
import './marks.css'
import '../presence.css'
import './people.css'

/** Up to this width the chart is a list with small bars. */
const PHONE_WIDTH = 640

function useIsNarrow() {
  const root = useRef<HTMLDivElement>(null)
  const [isNarrow, setIsNarrow] = useState(() => window.innerWidth <= PHONE_WIDTH)
  useLayoutEffect(() => {
    const element = root.current
    if (!element) return
    const measure = () => {
      if (element.clientWidth > 0) setIsNarrow(element.clientWidth <= PHONE_WIDTH)
    }
    measure()
    const sizes = new ResizeObserver(measure)
    sizes.observe(element)
    return () => sizes.disconnect()
  }, [])
  return { root, isNarrow }
}

function Empty({ labels, plan, readOnly, onEdit }: GanttProps) {
  const add = () =>
    onEdit?.([{ op: 'add_task', name: labels.newTask, parent_id: null, after_id: null }])
  return (
    <div className="zg-empty">
      <p>{plan.tasks.length === 0 ? labels.empty : labels.emptyFiltered}</p>
      {plan.tasks.length === 0 && !readOnly && onEdit && (
        <button type="button" onClick={add}>
          {labels.addFirst}
        </button>
      )}
    </div>
  )
}

/**
 * The plan as a Gantt chart: outline and bars side by side, on a phone a list with small bars, and
 * on request a plain table. It shows what the server has computed and sends back what was edited.
 */
export function Gantt({ ref, ...props }: GanttProps & { ref?: Ref<GanttHandle> }) {
  const { root, isNarrow } = useIsNarrow()
  const { plan, filter } = props
  const isEmpty = filter ? !plan.tasks.some(filter) : plan.tasks.length === 0
  const content = isEmpty ? (
    <Empty {...props} />
  ) : props.asTable ? (
    <PlanTable {...props} />
  ) : isNarrow ? (
    <PhoneList {...props} />
  ) : (
    <DesktopChart {...props} handle={ref} />
  )
  return (
    <div className={props.readOnly ? 'zg is-read-only' : 'zg'} ref={root}>
      {content}
    </div>
  )
}
