import {
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useTranslation } from 'react-i18next'
import { nextPlace, placeOf } from './arrange'
import { cellKey } from './cards'
import type { Board } from './context'
import { mayGo, type Place } from './moves'
import { useCardDrag } from './useCardDrag'
import { useGroupName } from './useGroupName'

export type Carried = { taskId: string; from: Place; to: Place }
type Carrying = Pick<Board, 'plan' | 'model' | 'axes' | 'readOnly' | 'move'> & {
  isOpen: (column: string) => boolean
}

const ARROWS = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'])

/** The card under the focus, with its cell. */
function cardOf(target: EventTarget) {
  const main = target instanceof Element ? target.closest('.card-main') : null
  const card = main?.closest<HTMLElement>('.board-card')
  const key = card?.closest<HTMLElement>('[data-cell]')?.dataset.cell
  const taskId = card?.dataset.task
  return key !== undefined && taskId !== undefined ? { key, taskId } : null
}

/** Carrying a card to another place, by pointer or by keys, and walking among the cards. */
export function useCarry(root: RefObject<HTMLElement | null>, board: Carrying) {
  const [carried, setCarried] = useState<Carried | null>(null)
  const [current, setCurrent] = useState<string | null>(null)
  const { said, say } = useSpoken(board)
  const lists = useRef(new Map<string, (index: number) => void>())
  const latest = useRef({ board, carried })
  latest.current = { board, carried }

  const register = useCallback((key: string, scrollTo: ((index: number) => void) | null) => {
    if (scrollTo) lists.current.set(key, scrollTo)
    else lists.current.delete(key)
  }, [])

  const focusCard = useCallback(
    (place: Place, taskId: string) => {
      const key = cellKey(place.column, place.lane)
      lists.current.get(key)?.(place.index)
      setCurrent(`${key} ${taskId}`)
      requestAnimationFrame(() => {
        const cell = root.current?.querySelector(`[data-cell="${CSS.escape(key)}"]`)
        const card = cell?.querySelector(`[data-task="${CSS.escape(taskId)}"] .card-main`)
        if (card instanceof HTMLElement) card.focus({ preventScroll: false })
      })
    },
    [root],
  )

  const drop = useCallback((done: Carried) => {
    const { plan, axes, move } = latest.current.board
    const task = plan.tasks[plan.outline.indexById.get(done.taskId) ?? -1]
    setCarried(null)
    const { from, to } = done
    const isStill = from.column === to.column && from.lane === to.lane && from.index === to.index
    if (!task || isStill || !mayGo(plan, task, axes, to)) return false
    move(task, from, to)
    return true
  }, [])
  const onPointerDown = useCardDrag(root, latest, setCarried, drop)

  const walk = (key: string, at: { key: string; taskId: string }) => {
    const from = placeOf(board.model, at.key, at.taskId)
    if (!from) return
    const to = step(board, from, key)
    const card = board.model.cells.get(cellKey(to.column, to.lane))?.cards[to.index]
    if (card) focusCard(to, card.id)
  }
  const carry = (key: string, now: Carried) => {
    const to = nextPlace(board.model, now.to, key, now.taskId, board.isOpen)
    lists.current.get(cellKey(to.column, to.lane))?.(to.index)
    setCarried({ ...now, to })
    say('at', now.taskId, to)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const at = cardOf(event.target)
    if (!at || event.altKey || event.ctrlKey || event.metaKey) return
    if (carried && event.key === 'Escape') {
      setCarried(null)
      say('takenBack', carried.taskId, carried.from)
    } else if (carried && (event.key === ' ' || event.key === 'Enter')) {
      const isDone = drop(carried)
      say(isDone ? 'dropped' : 'refused', carried.taskId, carried.to)
      if (isDone) requestAnimationFrame(() => focusCard(carried.to, carried.taskId))
    } else if (carried && ARROWS.has(event.key)) carry(event.key, carried)
    else if (!carried && ARROWS.has(event.key)) walk(event.key, at)
    else if (!carried && event.key === ' ' && !board.readOnly) {
      const from = placeOf(board.model, at.key, at.taskId)
      if (!from) return
      setCarried({ taskId: at.taskId, from, to: from })
      say('taken', at.taskId, from)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  const onFocus = (event: { target: EventTarget }) => {
    const at = cardOf(event.target)
    if (at) setCurrent(`${at.key} ${at.taskId}`)
  }
  useEffect(() => {
    // A button is pressed when the space bar is let go; here that would open the card.
    const letGo = (event: globalThis.KeyboardEvent) => {
      if (event.key === ' ' && event.target && cardOf(event.target)) event.preventDefault()
    }
    const element = root.current
    element?.addEventListener('keyup', letGo)
    return () => element?.removeEventListener('keyup', letGo)
  }, [root])

  const handlers = { onPointerDown, onKeyDown, onFocus }
  return { carried, current: useCurrent(board, current), said, register, handlers }
}

/** From a card to its neighbour; across an empty column to the next that holds one. */
function step(board: Carrying, from: Place, key: string): Place {
  let to = from
  for (let n = 0; n < board.model.columns.length + board.model.lanes.length; n++) {
    const next = nextPlace(board.model, to, key, '', board.isOpen)
    const { cards = [] } = board.model.cells.get(cellKey(next.column, next.lane)) ?? {}
    if (cards.length > 0) return { ...next, index: Math.min(next.index, cards.length - 1) }
    if (next.column === to.column && next.lane === to.lane) return from
    to = next
  }
  return from
}

/** The card that Tab leads to: the one that had the focus last, else the first. */
function useCurrent({ model, isOpen }: Carrying, current: string | null): string {
  return useMemo(() => {
    const [key = '', taskId = ''] = current?.split(' ') ?? []
    if (current !== null && placeOf(model, key, taskId)) return current
    for (const lane of model.lanes) {
      for (const column of model.columns) {
        const first = model.cells.get(cellKey(column.key, lane.key))?.cards[0]
        if (first && isOpen(column.key)) return `${cellKey(column.key, lane.key)} ${first.id}`
      }
    }
    return ''
  }, [model, current, isOpen])
}

/** What a screen reader is told of a card on its way. */
function useSpoken({ plan, model, axes }: Carrying) {
  const { t } = useTranslation('board')
  const nameOf = useGroupName()
  const [said, setSaid] = useState('')
  const say = (
    what: 'taken' | 'at' | 'dropped' | 'takenBack' | 'refused',
    id: string,
    to: Place,
  ) => {
    const column = model.columns.find(({ key }) => key === to.column)
    const lane = model.lanes.find(({ key }) => key === to.lane)
    const names = [
      column ? nameOf(axes.by, column) : '',
      axes.lanes && lane ? nameOf(axes.lanes, lane) : '',
    ]
    const name = plan.tasks[plan.outline.indexById.get(id) ?? -1]?.name ?? ''
    setSaid(t(`said.${what}`, { name, place: names.filter(Boolean).join(' · '), n: to.index + 1 }))
  }
  return { said, say }
}
