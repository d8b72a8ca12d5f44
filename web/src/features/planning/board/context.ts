import { createContext, useContext } from 'react'
import type { Moment } from '@/ui/gantt/model/moments'
import type { PlanModel, PlanTask } from '@/ui/gantt/model/plan'
import type { BoardModel } from './cards'
import type { Axes, Place } from './moves'
import type { CardField } from './search'

/** What every part of a board needs to know of it. */
export type Board = {
  plan: PlanModel
  model: BoardModel
  axes: Axes
  readOnly: boolean
  today: Moment
  fields: readonly CardField[]
  /** The card that Tab leads to, as its cell and task. */
  current: string
  /** The place that a card would be dropped at, and whether it may be. */
  target: (Place & { isAllowed: boolean }) | null
  /** The task being carried. */
  carriedId: string | null
  open: (taskId: string) => void
  move: (task: PlanTask, from: Place, to: Place) => void
  add: (cell: { column: string; lane: string }, name: string) => Promise<unknown>
  setLimit: (column: string, limit: number | null) => void
  fold: (column: string) => void
  /** Makes a list of cards findable: how to bring one of them into sight. */
  register: (key: string, scrollTo: ((index: number) => void) | null) => void
}

export const BoardContext = createContext<Board | null>(null)

export function useBoard(): Board {
  const board = useContext(BoardContext)
  if (!board) throw new Error('no board around')
  return board
}
