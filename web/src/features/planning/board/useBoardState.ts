import { type RefObject, useCallback, useDeferredValue, useMemo, useState } from 'react'
import { useSession } from '@/lib/session'
import type { PlanModel, PlanTask } from '@/ui/gantt/model/plan'
import { nowOn } from '../opening'
import { taskFilter } from '../taskFilter'
import { usePlanCommands } from '../usePlanCommands'
import { type Moving, withMove } from './arrange'
import { boardOf, doneSinceOf } from './cards'
import type { Board } from './context'
import { withLimit } from './limits'
import { mayGo, moveCard, type Place, quickAdd } from './moves'
import { type BoardSearch, cardFieldsOf, DONE_AT_FIRST, foldedOf } from './search'
import { useBoardAddress } from './useBoardAddress'
import { type Carried, useCarry } from './useCarry'

/** The board that the address asks for, and what can be done with it. */
export function useBoardState(plan: PlanModel, root: RefObject<HTMLElement | null>) {
  const { search, show } = useBoardAddress()
  const { server_date } = useSession()
  const today = nowOn(server_date, new Date())
  const readOnly = !(plan.project.permissions ?? []).includes('planning.edit_plan')
  const { edit } = usePlanCommands(plan.project.id)
  const axes = useMemo(
    () => ({
      by: search.by ?? 'state',
      lanes: search.lanes === search.by ? undefined : search.lanes,
    }),
    [search.by, search.lanes],
  )
  const drawn = useCards(plan, search, axes, today)
  const [moving, setMoving] = useState<Moving | null>(null)
  const model = useMemo(() => withMove(drawn, moving), [drawn, moving])
  const fields = useMemo(() => cardFieldsOf({ fields: search.fields }), [search.fields])

  const move = useCallback(
    (task: PlanTask, from: Place, to: Place) => {
      const operations = moveCard(plan, drawn, axes, task, from, to)
      if (operations.length === 0) return
      setMoving({ task, from, to })
      edit(operations)
        .catch(() => undefined)
        .finally(() => setMoving(null))
    },
    [plan, drawn, axes, edit],
  )
  const folded = useMemo(() => foldedOf({ folded: search.folded }), [search.folded])
  const isOpen = useCallback((column: string) => !folded.has(column), [folded])
  const carry = useCarry(root, { plan, model, axes, readOnly, move, isOpen })
  const fold = useCallback(
    (column: string) => {
      const next = new Set(folded)
      if (!next.delete(column)) next.add(column)
      void show({ folded: next.size > 0 ? [...next].join('~') : undefined })
    },
    [folded, show],
  )
  const open = useCallback((task: string) => void show({ task }), [show])
  const board: Board = {
    plan,
    model,
    axes,
    readOnly,
    today,
    fields,
    current: carry.current,
    carriedId: carry.carried?.taskId ?? null,
    target: targetOf(plan, axes, carry.carried),
    open,
    move,
    fold,
    add: (cell, name) => edit(quickAdd(plan, drawn, axes, cell, name)),
    setLimit: (column, limit) => {
      const wip_limits = withLimit(plan, axes.by, column, limit)
      edit([{ op: 'update_project', fields: { wip_limits } }]).catch(() => undefined)
    },
    register: carry.register,
  }
  return { board, said: carry.said, handlers: carry.handlers }
}

/** The cards that are left when everything is narrowed; typing stays ahead of them. */
function useCards(plan: PlanModel, search: BoardSearch, axes: Board['axes'], today: number) {
  const { show, who, since, until, done = DONE_AT_FIRST } = search
  const q = useDeferredValue(search.q)
  const filter = useMemo(
    () => taskFilter({ q, show, who, since, until }, plan.resources),
    [q, show, who, since, until, plan.resources],
  )
  const doneSince = doneSinceOf(today, done)
  return useMemo(
    () => boardOf(plan, { ...axes, filter, doneSince }),
    [plan, axes, filter, doneSince],
  )
}

/** Where a line shows that the card would be put; in its own cell it still stands there itself. */
function targetOf(plan: PlanModel, axes: Board['axes'], carried: Carried | null): Board['target'] {
  if (!carried) return null
  const { from, to, taskId } = carried
  const task = plan.tasks[plan.outline.indexById.get(taskId) ?? -1]
  const isHome = from.column === to.column && from.lane === to.lane
  const index = isHome && to.index > from.index ? to.index + 1 : to.index
  return { ...to, index, isAllowed: task !== undefined && mayGo(plan, task, axes, to) }
}
