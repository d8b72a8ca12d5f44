import type { PlanTask } from '@/ui/gantt/model/plan'

/** Room between two cards, so that many fit in before the others must be moved. */
export const GAP = 2 ** 20

/** Where a card stands among others; until somebody moves it, by its number. */
export const positionOf = ({ board_position, number }: PlanTask): number =>
  board_position ?? number * GAP

/** A position and the cards that must make room for it, by id. */
export type Placing = { position: number; others: ReadonlyMap<string, number> }

/** What position puts a card before the one at an index of others that stand in order. */
export function placed(others: readonly PlanTask[], index: number): Placing {
  const none = new Map<string, number>()
  const above = others[index - 1]
  const below = others[index]
  if (!below) return { position: above ? positionOf(above) + GAP : GAP, others: none }
  if (!above) return { position: positionOf(below) - GAP, others: none }
  const [from, to] = [positionOf(above), positionOf(below)]
  if (to - from >= 2) return { position: Math.floor((from + to) / 2), others: none }
  return spaced(others, index)
}

/** The cards below are spaced out, as few of them as will do. */
function spaced(others: readonly PlanTask[], index: number): Placing {
  const above = others[index - 1]
  let last = above ? positionOf(above) + GAP : GAP
  const position = last
  const moved = new Map<string, number>()
  for (const card of others.slice(index)) {
    if (positionOf(card) > last) break
    last += GAP
    moved.set(card.id, last)
  }
  return { position, others: moved }
}
