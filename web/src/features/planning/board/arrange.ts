import type { PlanTask } from '@/ui/gantt/model/plan'
import { type BoardModel, type Cell, cellKey } from './cards'
import type { Place } from './moves'

/** A card on its way from one place to another. */
export type Moving = { task: PlanTask; from: Place; to: Place }

/** The board as it will be when a card has arrived: shown while the server is asked. */
export function withMove(board: BoardModel, moving: Moving | null): BoardModel {
  if (!moving) return board
  const { task, from, to } = moving
  const cells = new Map(board.cells)
  const change = (place: Place, cards: readonly PlanTask[]) => {
    const cell: Cell = { column: place.column, lane: place.lane, cards }
    cells.set(cellKey(place.column, place.lane), cell)
  }
  const cardsIn = (place: Place) => cells.get(cellKey(place.column, place.lane))?.cards ?? []
  const without = (cards: readonly PlanTask[]) => cards.filter(({ id }) => id !== task.id)
  change(from, without(cardsIn(from)))
  const others = without(cardsIn(to))
  change(to, [...others.slice(0, to.index), task, ...others.slice(to.index)])
  return { ...board, cells }
}

/** Where a card stands. */
export function placeOf(board: BoardModel, key: string, taskId: string): Place | null {
  const cell = board.cells.get(key)
  const index = cell?.cards.findIndex(({ id }) => id === taskId) ?? -1
  return cell && index >= 0 ? { column: cell.column, lane: cell.lane, index } : null
}

const clamp = (value: number, most: number) => Math.max(0, Math.min(most, value))

/** The next place in the direction of an arrow key, among columns and lanes that are open. */
export function nextPlace(
  board: BoardModel,
  place: Place,
  key: string,
  taskId: string,
  isOpen: (column: string) => boolean,
): Place {
  const othersIn = (column: string, lane: string) =>
    (board.cells.get(cellKey(column, lane))?.cards ?? []).filter(({ id }) => id !== taskId).length
  const columns = board.columns.filter((column) => isOpen(column.key))
  const lanes = board.lanes
  const across = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0
  if (across !== 0) {
    const at = columns.findIndex((column) => column.key === place.column)
    const column = columns[clamp(at + across, columns.length - 1)]?.key ?? place.column
    return { ...place, column, index: clamp(place.index, othersIn(column, place.lane)) }
  }
  const index = place.index + (key === 'ArrowDown' ? 1 : -1)
  const at = lanes.findIndex((lane) => lane.key === place.lane)
  if (index < 0 && at > 0) {
    const lane = lanes[at - 1]?.key ?? place.lane
    return { ...place, lane, index: othersIn(place.column, lane) }
  }
  if (index > othersIn(place.column, place.lane) && at < lanes.length - 1)
    return { ...place, lane: lanes[at + 1]?.key ?? place.lane, index: 0 }
  return { ...place, index: clamp(index, othersIn(place.column, place.lane)) }
}
