import { type PointerEvent, useCallback, useMemo, useState } from 'react'
import { type Route, routeAt } from '../geometry/routes'
import { HEAD_HEIGHT } from '../geometry/rows'
import type { Viewport } from './viewport'

/** What the pointer rests on: a bar or a link, and where on the screen. */
export interface Hover {
  taskId: string | null
  route: Route | null
  x: number
  y: number
}

interface HoverState {
  hover: Hover | null
  lit: ReadonlySet<string>
  onPointerMove: (event: PointerEvent<HTMLElement>) => void
  onPointerLeave: () => void
}

function isSame(a: Hover | null, b: Hover | null): boolean {
  return a?.taskId === b?.taskId && a?.route?.link.id === b?.route?.link.id
}

/** Links are brought out for a few selected tasks; for many they would light up the whole chart. */
const MOST_LIT = 12

/** Follows the pointer over bars and links. */
export function useHover(
  viewport: Viewport,
  routes: readonly Route[],
  selected: ReadonlySet<string>,
): HoverState {
  const [hover, setHover] = useState<Hover | null>(null)
  const onPointerMove = useCallback(
    (event: PointerEvent<HTMLElement>) => {
      if (event.pointerType === 'touch') return
      const box = event.currentTarget.getBoundingClientRect()
      const bar = (event.target as Element).closest<HTMLElement>('[data-bar]')
      const x = event.clientX - box.left + viewport.left
      const y = event.clientY - box.top - HEAD_HEIGHT + viewport.top
      const isHead = event.clientY - box.top < HEAD_HEIGHT
      const route = bar || isHead ? null : routeAt(routes, x, y)
      const taskId = bar?.dataset.bar ?? null
      const found = taskId || route ? { taskId, route, x: event.clientX, y: event.clientY } : null
      setHover((before) => (isSame(before, found) ? before : found))
    },
    [viewport, routes],
  )
  const onPointerLeave = useCallback(() => setHover(null), [])
  const lit = useMemo(() => {
    const ids = new Set(selected.size <= MOST_LIT ? selected : [])
    if (hover?.taskId) ids.add(hover.taskId)
    if (hover?.route) ids.add(hover.route.link.id)
    return ids
  }, [hover, selected])
  return { hover, lit, onPointerMove, onPointerLeave }
}
