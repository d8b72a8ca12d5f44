import { type PointerEvent, type RefObject, useCallback, useEffect, useRef } from 'react'
import { placeOf } from './arrange'
import { type BoardModel, cellKey } from './cards'
import type { Board } from './context'
import type { Place } from './moves'
import type { Carried } from './useCarry'

/** Pixels a pointer may tremble before a press becomes a drag. */
const THRESHOLD = 5
/** Pixels from an edge where what lies behind it runs along, and by how much a frame. */
const EDGE = 40
const RUN = 14

type Press = { taskId: string; from: Place; card: HTMLElement; x: number; y: number; id: number }
type Held = { press: Press; ghost: HTMLElement; to: Place | null; x: number; y: number }
type Latest = RefObject<{ board: Pick<Board, 'model' | 'readOnly'>; carried: Carried | null }>

/** The cell and the place in it that lie under a point. */
function placeUnder(x: number, y: number, held: Press): Place | null {
  const cell = document
    .elementsFromPoint(x, y)
    .map((element) => element.closest<HTMLElement>('.board-column'))
    .find((element) => element !== null)
    ?.querySelector<HTMLElement>('[data-cell]')
  const key = cell?.dataset.cell
  if (!cell || key === undefined) return null
  const at = key.lastIndexOf('/')
  const [column, lane] = [key.slice(0, at), key.slice(at + 1)]
  const pitch = held.card.offsetHeight + 8
  const line = Math.max(
    0,
    Math.round((y - cell.getBoundingClientRect().top + cell.scrollTop) / pitch),
  )
  return { column, lane, index: line }
}

/** The copy of a card that follows the pointer. */
function ghostOf(card: HTMLElement): HTMLElement {
  const ghost = card.cloneNode(true) as HTMLElement
  const { width, height } = card.getBoundingClientRect()
  ghost.className = 'board-card card-ghost'
  ghost.setAttribute('aria-hidden', 'true')
  Object.assign(ghost.style, { width: `${width}px`, height: `${height}px`, transform: '' })
  document.body.append(ghost)
  return ghost
}

function runAlong(x: number, y: number) {
  const under = document.elementsFromPoint(x, y)
  const cell = under.find((element) => element.matches('.board-cell'))
  const board = under.find((element) => element.matches('.board-scroll'))
  const box = cell?.getBoundingClientRect()
  if (cell && box) {
    if (y < box.top + EDGE) cell.scrollTop -= RUN
    else if (y > box.bottom - EDGE) cell.scrollTop += RUN
  }
  const frame = board?.getBoundingClientRect()
  if (board && frame) {
    if (x < frame.left + EDGE) board.scrollLeft -= RUN
    else if (x > frame.right - EDGE) board.scrollLeft += RUN
    if (y < frame.top + EDGE) board.scrollTop -= RUN
    else if (y > frame.bottom - EDGE) board.scrollTop += RUN
  }
}

/** The card on its way is not among those it is put between. */
function among(model: BoardModel, place: Place, from: Place): Place {
  const { cards = [] } = model.cells.get(cellKey(place.column, place.lane)) ?? {}
  const isHome = place.column === from.column && place.lane === from.lane
  const index = isHome && place.index > from.index ? place.index - 1 : place.index
  return { ...place, index: Math.min(index, cards.length - (isHome ? 1 : 0)) }
}

/** The browser's own dragging of a picture of the card would take the pointer away. */
function useNoNativeDrag(root: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const refuse = (event: DragEvent) => event.preventDefault()
    const element = root.current
    element?.addEventListener('dragstart', refuse)
    return () => element?.removeEventListener('dragstart', refuse)
  }, [root])
}

/** Dragging cards with mouse or pen; a finger scrolls, and moves cards by their menu. */
export function useCardDrag(
  root: RefObject<HTMLElement | null>,
  latest: Latest,
  setCarried: (carried: Carried | null) => void,
  drop: (done: Carried) => boolean,
) {
  const press = useRef<Press | null>(null)
  const held = useRef<Held | null>(null)

  const onPointerDown = useCallback(
    (event: PointerEvent<HTMLElement>) => {
      const target = event.target as Element
      const card = target.closest<HTMLElement>('.board-card')
      const key = card?.closest<HTMLElement>('[data-cell]')?.dataset.cell
      const taskId = card?.dataset.task
      const { board } = latest.current
      if (!card || key === undefined || taskId === undefined || board.readOnly) return
      if (event.button !== 0 || event.pointerType === 'touch' || target.closest('.card-menu'))
        return
      const from = placeOf(board.model, key, taskId)
      if (!from) return
      press.current = {
        taskId,
        from,
        card,
        x: event.clientX,
        y: event.clientY,
        id: event.pointerId,
      }
    },
    [latest],
  )

  useEffect(() => {
    const end = () => {
      held.current?.ghost.remove()
      press.current = null
      held.current = null
      setCarried(null)
    }
    const tick = () => {
      const now = held.current
      if (!now) return
      runAlong(now.x, now.y)
      const under = placeUnder(now.x, now.y, now.press)
      const to = under && among(latest.current.board.model, under, now.press.from)
      const isNew = JSON.stringify(to) !== JSON.stringify(now.to)
      now.to = to
      if (isNew) {
        const { taskId, from } = now.press
        setCarried({ taskId, from, to: to ?? from })
      }
      requestAnimationFrame(tick)
    }
    const follow = (event: globalThis.PointerEvent) => {
      const start = press.current
      if (!start || event.pointerId !== start.id) return
      const { clientX: x, clientY: y } = event
      if (!held.current) {
        if (Math.hypot(x - start.x, y - start.y) < THRESHOLD) return
        held.current = { press: start, ghost: ghostOf(start.card), to: null, x, y }
        requestAnimationFrame(tick)
      }
      Object.assign(held.current, { x, y })
      held.current.ghost.style.transform = `translate(${x + 8}px, ${y + 8}px)`
    }
    const release = () => {
      const now = held.current
      end()
      if (!now) return
      swallowClick()
      if (now.to) drop({ taskId: now.press.taskId, from: now.press.from, to: now.to })
    }
    const takeBack = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape' || !held.current) return
      event.stopPropagation()
      end()
      swallowClick()
    }
    window.addEventListener('pointermove', follow)
    window.addEventListener('pointerup', release)
    window.addEventListener('pointercancel', end)
    window.addEventListener('keydown', takeBack, true)
    return () => {
      held.current?.ghost.remove()
      held.current = null
      window.removeEventListener('pointermove', follow)
      window.removeEventListener('pointerup', release)
      window.removeEventListener('pointercancel', end)
      window.removeEventListener('keydown', takeBack, true)
    }
  }, [latest, setCarried, drop])

  useNoNativeDrag(root)
  return onPointerDown
}

/** A drag that ends over a card does not open it. */
function swallowClick() {
  const swallow = (event: MouseEvent) => {
    event.stopPropagation()
    event.preventDefault()
  }
  window.addEventListener('click', swallow, { capture: true, once: true })
  setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 50)
}
