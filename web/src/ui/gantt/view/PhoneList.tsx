import {
  type CSSProperties,
  type PointerEvent,
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { doneShare } from '../geometry/bars'
import { matchTasks, type VisibleRows, visibleRows } from '../geometry/rows'
import { fill } from '../labels'
import type { Moment } from '../model/moments'
import { hasChildren } from '../model/outline'
import type { PlanTask } from '../model/plan'
import type { GanttProps } from '../props'
import { ActionMenu } from './ActionMenu'
import type { Chart } from './chart'
import { LockedName, Marked } from './GridCell'
import { MiniBar } from './MiniBar'
import { taskMenu } from './menus'
import { cellText, dayText, spokenRow } from './text'
import { useChartModel } from './useChartModel'
import { useCommands } from './useCommands'
import { useFocus } from './useFocus'

const ITEM_HEIGHT = 64
const LONG_PRESS = 450

/** The list opens at the work of today, with a little of what came before it. */
function useFirstItem({ plan, today, statusAt }: GanttProps, rows: VisibleRows): number {
  const [first] = useState(() => {
    const now = statusAt ?? today
    const isRunning = now > plan.span[0] && now < plan.span[1]
    const isAtWork = (index: number) => {
      const task = plan.tasks[index] as PlanTask
      return task.kind !== 'summary' && (task.finish ?? 0) >= now
    }
    return isRunning ? Math.max(0, rows.taskAt.findIndex(isAtWork) - 1) : 0
  })
  return first
}

/** First and last item to draw; the list scrolls by itself, and begins at one of its items. */
function useItemWindow(nItems: number, firstItem: number) {
  const list = useRef<HTMLDivElement>(null)
  const [window, setWindow] = useState<readonly [number, number]>([0, 20])
  const measure = useCallback(() => {
    const element = list.current
    if (!element) return
    const first = Math.floor(element.scrollTop / ITEM_HEIGHT / 4) * 4 - 4
    const last = first + Math.ceil(element.clientHeight / ITEM_HEIGHT) + 12
    const next = [Math.max(0, first), Math.min(nItems, last)] as const
    setWindow((before) => (before[0] === next[0] && before[1] === next[1] ? before : next))
  }, [nItems])
  const isPlaced = useRef(false)
  useLayoutEffect(() => {
    if (!isPlaced.current && list.current) list.current.scrollTop = firstItem * ITEM_HEIGHT
    isPlaced.current = true
    measure()
  }, [measure, firstItem])
  return { list, window, measure }
}

interface ItemProps {
  task: PlanTask
  props: GanttProps
  level: number
  place: number
  isOpen: boolean | null
  onPress: (event: PointerEvent, taskId: string) => void
  onRelease: () => void
}

/** The name is set in by its level; the small bars stay in line with each other. */
function indentBy(level: number): CSSProperties {
  return { '--zg-indent': `${(level - 1) * 12}px` } as CSSProperties
}

function Dates({ task, props }: { task: PlanTask; props: GanttProps }) {
  const { plan, labels } = props
  const date = (at: Moment | null) => (at === null ? '' : dayText(at))
  const slip = cellText(plan, task, 'slip', labels)
  const isPoint = task.kind === 'milestone'
  return (
    <span className="zg-item-dates">
      {isPoint ? date(task.finish) : `${date(task.start)} – ${date(task.finish)}`}
      {!isPoint && <i>{cellText(plan, task, 'duration', labels)}</i>}
      {task.slip_minutes ? (
        <i className={task.slip_minutes > 0 ? 'is-late' : 'is-early'}>{slip}</i>
      ) : null}
    </span>
  )
}

/** What of an item is for the eye; the ear gets it as one sentence. */
function ItemPicture({ task, props }: { task: PlanTask; props: GanttProps }) {
  const { plan, labels, layers, today } = props
  const isUntouchedGate = task.kind === 'milestone' && doneShare(task) === 0
  const percent = isUntouchedGate ? '' : cellText(plan, task, 'percent_complete', labels)
  return (
    <span className="zg-item-picture" aria-hidden="true">
      <span className="zg-item-name">
        {task.locked.includes('name') ? (
          <LockedName task={task} />
        ) : (
          <Marked text={task.name} search={props.search?.trim() ?? ''} />
        )}
      </span>
      <span className="zg-item-percent">{percent}</span>
      <Dates task={task} props={props} />
      <MiniBar task={task} span={plan.span} today={today} layers={layers} />
    </span>
  )
}

function Item({ task, props, level, place, isOpen, onPress, onRelease }: ItemProps) {
  const { plan, labels, collapsed, onCollapsedChange } = props
  const toggle = () => {
    const next = new Set(collapsed)
    if (!next.delete(task.id)) next.add(task.id)
    onCollapsedChange(next)
  }
  const open = () => {
    props.onSelect([task.id])
    props.onOpenTask?.(task.id)
  }
  const critical = props.layers.critical && task.is_critical ? ' is-critical' : ''
  return (
    <li
      className={`zg-item is-${task.kind}${critical}${task.stands_for ? ` is-${task.stands_for}` : ''}${props.selection.includes(task.id) ? ' is-selected' : ''}`}
      style={{ ...indentBy(level), top: place * ITEM_HEIGHT, height: ITEM_HEIGHT }}
      data-task-id={task.id}
      aria-posinset={place + 1}
      aria-setsize={plan.tasks.length}
      onPointerDown={(event) => onPress(event, task.id)}
      onPointerUp={onRelease}
      onPointerCancel={onRelease}
      onPointerLeave={onRelease}
    >
      {isOpen === null ? (
        <span className="zg-item-toggle" />
      ) : (
        <button
          type="button"
          className={`zg-item-toggle zg-toggle ${isOpen ? 'is-open' : 'is-closed'}`}
          aria-expanded={isOpen}
          aria-label={fill(isOpen ? labels.collapse : labels.expand, { name: task.name })}
          onClick={toggle}
        />
      )}
      <button type="button" className="zg-item-body" onClick={open}>
        <span className="zg-spoken">{spokenRow(plan, task, labels)}</span>
        <ItemPicture task={task} props={props} />
      </button>
    </li>
  )
}

function useLongPress(open: (taskId: string, x: number, y: number) => void) {
  const timer = useRef(0)
  const onRelease = () => clearTimeout(timer.current)
  const onPress = (event: PointerEvent, taskId: string) => {
    const { clientX, clientY } = event
    clearTimeout(timer.current)
    timer.current = window.setTimeout(() => open(taskId, clientX, clientY), LONG_PRESS)
  }
  return { onPress, onRelease }
}

function usePhoneMenu(chart: Chart, props: GanttProps) {
  const [menu, setMenu] = useState<{ taskId: string; x: number; y: number } | null>(null)
  const focus = useFocus()
  const commands = useCommands({ chart, props, focus, reveal: () => {}, openMenu: () => {} })
  const press = useLongPress((taskId, x, y) => setMenu({ taskId, x, y }))
  const close = useCallback(() => setMenu(null), [])
  // Marks are explained on the bars of the wide chart only; here the hint is in the list itself.
  const items = (menu ? taskMenu(chart, props, commands, menu.taskId) : []).filter(
    ({ key }) => key !== 'explain',
  )
  return { menu, items, close, press }
}

/** The plan on a phone: a list in which each task has its dates and a small bar of its own. */
export function PhoneList(props: GanttProps) {
  const { plan, collapsed, filter, labels } = props
  const chart = useChartModel(props)
  const { menu, items, close, press } = usePhoneMenu(chart, props)
  const rows = useMemo(
    () => visibleRows(plan, collapsed, matchTasks(plan, filter)),
    [plan, collapsed, filter],
  )
  const { list, window, measure } = useItemWindow(rows.taskAt.length, useFirstItem(props, rows))
  const shown = Array.from(rows.taskAt.subarray(window[0], window[1]))
  return (
    <div className="zg-phone">
      <div className="zg-phone-head" aria-hidden="true">
        <span>{dayText(plan.span[0])}</span>
        <span>{dayText(plan.span[1])}</span>
      </div>
      <div className="zg-phone-list" ref={list} onScroll={measure}>
        <ul aria-label={labels.grid} style={{ height: rows.taskAt.length * ITEM_HEIGHT }}>
          {shown.map((index, at) => {
            const task = plan.tasks[index] as PlanTask
            return (
              <Item
                key={task.id}
                task={task}
                props={props}
                level={plan.outline.level[index] ?? 1}
                place={window[0] + at}
                isOpen={hasChildren(plan.outline, index) ? !collapsed.has(task.id) : null}
                {...press}
              />
            )
          })}
        </ul>
      </div>
      {menu && items.length > 0 && (
        <ActionMenu
          x={menu.x}
          y={menu.y}
          label={fill(labels.menu.label, { name: '' })}
          items={items.map((item) => ({ ...item, keys: undefined }))}
          onClose={close}
        />
      )}
    </div>
  )
}
