import { type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { Operation } from '../edit/operations'
import { type DropPlace, dropPlace, dropRows } from '../edit/rowDrag'
import { HEAD_HEIGHT, rowHeight } from '../geometry/rows'
import { type Chart, rowOfTask, taskInRow } from './chart'

/** Pixels a pointer may tremble before a press becomes a drag. */
const THRESHOLD = 5
/** Pixels to the side that stand for a level of the outline. */
const LEVEL = 16
/** Pixels from the edge where the rows begin to run along, and by how much a move. */
const EDGE = 28
const RUN = 12

interface Press {
  taskId: string
  x: number
  y: number
  pointerId: number
  level: number
}

export interface RowDrag {
  place: DropPlace | null
  onPointerDown: (event: PointerEvent<HTMLElement>) => void
  hasJustDropped: () => boolean
}

function placeAt(chart: Chart, pane: HTMLElement, press: Press, event: globalThis.PointerEvent) {
  const top = pane.getBoundingClientRect().top + HEAD_HEIGHT
  const line = Math.round((event.clientY - top + chart.viewport.top) / rowHeight())
  const boundary = Math.max(0, Math.min(chart.rows.taskAt.length, line))
  const ids = chart.selected.has(press.taskId) ? [...chart.selected] : [press.taskId]
  const level = press.level + Math.round((event.clientX - press.x) / LEVEL)
  return { ids, place: dropPlace(chart.plan, chart.rows, ids, boundary, level) }
}

function runAlong(pane: HTMLElement, y: number) {
  const scroller = pane.closest('.zg-scroll')
  const box = scroller?.getBoundingClientRect()
  if (!scroller || !box) return
  if (y < box.top + HEAD_HEIGHT + EDGE) scroller.scrollTop -= RUN
  else if (y > box.bottom - EDGE) scroller.scrollTop += RUN
}

/** Moving rows of the grid by mouse or pen: up and down to another place, sideways to another level. */
export function useRowDrag(
  chart: Chart,
  pane: RefObject<HTMLElement | null>,
  send: (operations: Operation[]) => unknown,
): RowDrag {
  const [place, setPlace] = useState<DropPlace | null>(null)
  const latest = useRef({ chart, send })
  latest.current = { chart, send }
  const press = useRef<Press | null>(null)
  const held = useRef<{ ids: string[]; place: DropPlace | null } | null>(null)
  const droppedAt = useRef(Number.NEGATIVE_INFINITY)

  const onPointerDown = useCallback((event: PointerEvent<HTMLElement>) => {
    const { chart: now } = latest.current
    const target = event.target as Element
    const row = target.closest<HTMLElement>('.zg-row')
    const task = row && taskInRow(now, Number(row.dataset.row))
    if (!task || task.stands_for || now.readOnly || now.plan.whole) return
    if (event.button !== 0 || event.pointerType === 'touch' || event.shiftKey) return
    if (target.closest('.zg-editor, [data-toggle]')) return
    const level = now.plan.outline.level[now.plan.outline.indexById.get(task.id) ?? 0] ?? 1
    const { clientX: x, clientY: y, pointerId } = event
    press.current = { taskId: task.id, x, y, pointerId, level }
  }, [])

  useEffect(() => {
    const end = () => {
      press.current = null
      held.current = null
      setPlace(null)
    }
    const follow = (event: globalThis.PointerEvent) => {
      const start = press.current
      if (!start || !pane.current || event.pointerId !== start.pointerId) return
      if (!held.current && Math.abs(event.clientY - start.y) < THRESHOLD) return
      runAlong(pane.current, event.clientY)
      held.current = placeAt(latest.current.chart, pane.current, start, event)
      setPlace(held.current.place)
    }
    const release = () => {
      const drop = held.current
      const { chart: now, send: give } = latest.current
      if (drop) droppedAt.current = performance.now()
      end()
      if (!drop?.place || rowOfTask(now, drop.ids[0] ?? '') < 0) return
      const operations = dropRows(now.plan, drop.ids, drop.place)
      if (operations.length > 0) Promise.resolve(give(operations)).catch(() => undefined)
    }
    const takeBack = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !held.current) return
      event.stopPropagation()
      droppedAt.current = performance.now()
      end()
    }
    window.addEventListener('pointermove', follow)
    window.addEventListener('pointerup', release)
    window.addEventListener('pointercancel', end)
    window.addEventListener('keydown', takeBack, true)
    return () => {
      window.removeEventListener('pointermove', follow)
      window.removeEventListener('pointerup', release)
      window.removeEventListener('pointercancel', end)
      window.removeEventListener('keydown', takeBack, true)
    }
  }, [pane])

  const hasJustDropped = useCallback(() => performance.now() - droppedAt.current < 50, [])
  return { place, onPointerDown, hasJustDropped }
}
