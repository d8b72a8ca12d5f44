import { type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import {
  canDrag,
  drawLink,
  drawnType,
  dropOperations,
  type Ghost,
  type Grip,
  type GripKind,
  ghostsOf,
  shareAt,
} from '../edit/drag'
import type { Operation } from '../edit/operations'
import { barOf } from '../geometry/bars'
import { HEAD_HEIGHT, rowHeight } from '../geometry/rows'
import { momentAt } from '../geometry/scale'
import { snapStep } from '../geometry/zoom'
import { MINUTES_PER_DAY } from '../model/moments'
import { taskById } from '../model/outline'
import type { LinkType } from '../model/plan'
import { type Chart, taskInRow } from './chart'

/** Where the pointer is, in pixels of the timeline's rows. */
export interface Place {
  x: number
  y: number
}

export interface Drag {
  grip: Grip
  from: Place
  at: Place
  ghosts: Ghost[]
  /** The bar a link would end at, if it may. */
  target: { taskId: string; end: 'start' | 'finish'; type: LinkType; isAllowed: boolean } | null
}

/** Pixels a pointer may tremble before a press becomes a drag. */
const THRESHOLD = 4
/** Milliseconds a finger rests on a bar before it takes hold of it. */
const LONG_PRESS = 350
/** Pixels from the edge where the timeline begins to run along, and by how much a frame. */
const EDGE = 36
const RUN = 14

interface Press {
  grip: Grip
  from: Place
  isTouch: boolean
  timer: number
  pointerId: number
}

function targetAt(chart: Chart, grip: Grip, at: Place): Drag['target'] {
  const task = taskInRow(chart, Math.floor(at.y / rowHeight()))
  const box = task && barOf(task, chart.scale)
  if (!task || !box || at.x < box.left - 12 || at.x > box.left + box.width + 12) return null
  const end = at.x > box.left + box.width / 2 ? 'finish' : 'start'
  const type = drawnType(grip.kind, end)
  const isAllowed = drawLink(chart.plan, grip.taskId, task.id, type).length > 0
  return { taskId: task.id, end, type, isAllowed }
}

function dragTo(chart: Chart, grip: Grip, from: Place, at: Place): Drag {
  const { scale, plan } = chart
  const drag: Drag = { grip, from, at, ghosts: [], target: null }
  if (grip.kind === 'link-start' || grip.kind === 'link-finish') {
    return { ...drag, target: targetAt(chart, grip, at) }
  }
  const task = taskById(plan, grip.taskId)
  if (grip.kind === 'progress') {
    if (task?.start == null || task.finish === null) return drag
    const percent_complete = shareAt(task, momentAt(scale, at.x))
    const { id: taskId, start, finish } = task
    return { ...drag, ghosts: [{ taskId, start, finish, percent_complete }] }
  }
  const minutes = ((at.x - from.x) / scale.pixelsPerDay) * MINUTES_PER_DAY
  return { ...drag, ghosts: ghostsOf(plan, grip, minutes, snapStep(scale.pixelsPerDay)) }
}

function operationsOf(chart: Chart, drag: Drag): Operation[] {
  const { grip, target } = drag
  if (grip.kind === 'link-start' || grip.kind === 'link-finish') {
    return target?.isAllowed ? drawLink(chart.plan, grip.taskId, target.taskId, target.type) : []
  }
  return dropOperations(chart.plan, grip, drag.ghosts)
}

function gripAt(chart: Chart, target: Element): Grip | null {
  const bar = target.closest<HTMLElement>('[data-bar]')
  const taskId = bar?.dataset.bar
  const kind = target.closest<HTMLElement>('[data-grip]')?.dataset.grip as GripKind | undefined
  const task = taskId ? taskById(chart.plan, taskId) : undefined
  if (!taskId || !task || !kind || !canDrag(task, kind)) return null
  const goesAlong = kind === 'move' && chart.selected.has(taskId)
  return { kind, taskId, taskIds: goesAlong ? [...chart.selected] : [taskId] }
}

interface BarDrag {
  drag: Drag | null
  /** Ghosts of an edit the server has not answered yet. */
  pending: readonly Ghost[]
  onPointerDown: (event: PointerEvent<HTMLElement>) => void
  /** True for the click that follows the end of a drag. */
  hasJustDropped: () => boolean
}

/** Dragging bars by mouse, pen, or a resting finger. */
export function useBarDrag(
  chart: Chart,
  pane: RefObject<HTMLElement | null>,
  onEdit: (operations: Operation[]) => unknown,
): BarDrag {
  const [drag, setDrag] = useState<Drag | null>(null)
  const [pending, setPending] = useState<readonly Ghost[]>([])
  const latest = useRef({ chart, onEdit, drag })
  latest.current = { chart, onEdit, drag }
  const press = useRef<Press | null>(null)
  const droppedAt = useRef(Number.NEGATIVE_INFINITY)

  const placeOf = useCallback(
    (event: { clientX: number; clientY: number }): Place => {
      const box = pane.current?.getBoundingClientRect()
      const { viewport } = latest.current.chart
      return {
        x: event.clientX - (box?.left ?? 0) + viewport.left,
        y: event.clientY - (box?.top ?? 0) - HEAD_HEIGHT + viewport.top,
      }
    },
    [pane],
  )

  const end = useCallback(() => {
    if (press.current) clearTimeout(press.current.timer)
    press.current = null
    setDrag(null)
  }, [])

  const drop = useCallback(() => {
    const { chart: now, onEdit: send, drag: held } = latest.current
    end()
    if (held) droppedAt.current = performance.now()
    const operations = held ? operationsOf(now, held) : []
    if (!held || operations.length === 0) return
    setPending(held.ghosts)
    Promise.resolve(send(operations)).then(
      () => setPending([]),
      () => setPending([]),
    )
  }, [end])

  const onPointerDown = useCallback(
    (event: PointerEvent<HTMLElement>) => {
      const { chart: now } = latest.current
      if (now.readOnly || event.button !== 0 || press.current) return
      const grip = gripAt(now, event.target as Element)
      if (!grip) return
      const isTouch = event.pointerType === 'touch'
      const from = placeOf(event)
      const take = () => setDrag(dragTo(latest.current.chart, grip, from, from))
      const timer = isTouch ? window.setTimeout(take, LONG_PRESS) : 0
      press.current = { grip, from, isTouch, timer, pointerId: event.pointerId }
      if (!isTouch) event.preventDefault()
    },
    [placeOf],
  )

  useDragEvents({ press, latest, pane, placeOf, setDrag, drop, end })
  const hasJustDropped = useCallback(() => performance.now() - droppedAt.current < 50, [])
  return { drag, pending, onPointerDown, hasJustDropped }
}

interface DragEvents {
  press: RefObject<Press | null>
  latest: RefObject<{ chart: Chart; drag: Drag | null }>
  pane: RefObject<HTMLElement | null>
  placeOf: (event: { clientX: number; clientY: number }) => Place
  setDrag: (drag: Drag) => void
  drop: () => void
  end: () => void
}

/** Runs the timeline along while the pointer rests near one of its edges. */
function runAlong(pane: HTMLElement | null, clientX: number): boolean {
  const box = pane?.getBoundingClientRect()
  if (!pane || !box) return false
  const by = clientX < box.left + EDGE ? -RUN : clientX > box.right - EDGE ? RUN : 0
  if (by === 0) return false
  const before = pane.scrollLeft
  pane.scrollLeft += by
  return pane.scrollLeft !== before
}

function useDragEvents({ press, latest, pane, placeOf, setDrag, drop, end }: DragEvents) {
  useEffect(() => {
    let frame = 0
    const follow = (event: globalThis.PointerEvent) => {
      const held = press.current
      if (!held || event.pointerId !== held.pointerId) return
      const at = placeOf(event)
      const isFar = Math.hypot(at.x - held.from.x, at.y - held.from.y) >= THRESHOLD
      if (!latest.current.drag && held.isTouch && isFar) return end()
      if (!latest.current.drag && !isFar) return
      setDrag(dragTo(latest.current.chart, held.grip, held.from, at))
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => {
        if (runAlong(pane.current, event.clientX)) follow(event)
      })
    }
    const release = () => press.current && drop()
    const cancel = () => press.current && end()
    const takeBack = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !press.current) return
      event.stopPropagation()
      end()
    }
    // A finger that holds a bar must not scroll the page as well.
    const hold = (event: TouchEvent) => latest.current.drag && event.preventDefault()
    window.addEventListener('pointermove', follow)
    window.addEventListener('pointerup', release)
    window.addEventListener('pointercancel', cancel)
    window.addEventListener('keydown', takeBack, true)
    window.addEventListener('touchmove', hold, { passive: false })
    return () => {
      cancelAnimationFrame(frame)
      window.removeEventListener('pointermove', follow)
      window.removeEventListener('pointerup', release)
      window.removeEventListener('pointercancel', cancel)
      window.removeEventListener('keydown', takeBack, true)
      window.removeEventListener('touchmove', hold)
    }
  }, [press, latest, pane, placeOf, setDrag, drop, end])
}
