import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { client, type Schema, unwrap } from '@/api/client'
import { useClassName, type Veiled } from '@/lib/classes'
import { formatMoney } from '@/lib/format'
import { LOCKED } from '@/lib/lockedName'
import { type CostColumn, type CostRight, isCost, type PlanCosts } from '@/ui/gantt/model/costs'
import { taskById } from '@/ui/gantt/model/outline'
import type { PlanModel, PlanTask } from '@/ui/gantt/model/plan'
import { projectKey } from './queries'

export type Costs = Schema<'CostsOut'>

/** What the tasks of a plan cost; every change of the plan has a version of its own. */
export const costsQuery = (projectId: string, planVersion: number) =>
  queryOptions({
    queryKey: [...projectKey(projectId), 'costs', planVersion],
    queryFn: ({ signal }) => {
      const params = { path: { project_id: projectId } }
      return unwrap(client.GET('/api/v1/projects/{project_id}/costs', { params, signal }))
    },
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  })

const RIGHTS: Partial<Record<Costs['fields'][number]['effect'], CostRight>> = {
  read: 'read',
  write_once: 'write_once',
  write: 'write',
}

/**
 * What the viewer may do with a cost of one task. A value comes for what may be read, whatever is
 * locked elsewhere; a summary is locked by what is locked below it.
 */
function rightOf(effect: Costs['fields'][number]['effect'], minor: number | null): CostRight {
  return minor === null ? 'locked' : (RIGHTS[effect] ?? 'read')
}

/** What a task tells of its costs that the viewer may not read. */
export function veiledCosts(
  { fields, present, tasks }: Costs,
  { id: taskId, lock_class }: Pick<PlanTask, 'id' | 'lock_class'>,
): Veiled & { id: string } {
  const row = tasks.rows.find(([id]) => id === taskId)
  const locked = fields.filter(({ name }) => (row?.[tasks.columns.indexOf(name)] ?? null) === null)
  return {
    id: taskId,
    _on_request: locked.filter(({ effect }) => effect === 'on_request').map(({ name }) => name),
    _locked: locked.map(({ name }) => name),
    _present: locked.map(({ name }) => name).filter((name) => present[name]?.includes(taskId)),
    _classes: Object.fromEntries(
      locked.map(({ name, classification }) => [name, Math.max(classification, lock_class ?? 0)]),
    ),
  }
}

/** Costs as the chart reads them. */
export function readCosts(
  costs: Costs,
  taskOf: (id: string) => Pick<PlanTask, 'lock_class'> | undefined,
  language: string,
  words: { className: (level: number) => string; isThere: string },
): PlanCosts {
  const { columns, rows } = costs.tasks
  const byId = new Map(rows.map((row) => [String(row[0]), row]))
  const fields = new Map(costs.fields.map((field) => [field.name, field]))
  const present = new Map(Object.entries(costs.present).map(([name, ids]) => [name, new Set(ids)]))
  const minor = (taskId: string, column: CostColumn) =>
    (byId.get(taskId)?.[columns.indexOf(column)] as number | null | undefined) ?? null
  const rightTo = (taskId: string, column: CostColumn) =>
    rightOf(fields.get(column)?.effect ?? 'none', minor(taskId, column))
  const locked = (taskId: string, column: CostColumn) => {
    const level = Math.max(fields.get(column)?.classification ?? 0, taskOf(taskId)?.lock_class ?? 0)
    const lock = `${LOCKED} ${words.className(level)}`
    return present.get(column)?.has(taskId) ? `${lock} · ${words.isThere}` : lock
  }
  return {
    rightTo,
    minor,
    text: (taskId, column) => {
      if (!byId.has(taskId)) return ''
      const value = minor(taskId, column)
      if (value === null) return locked(taskId, column)
      return value ? formatMoney(value, costs.currency, language) : ''
    },
  }
}

/** The plan with its costs, where a column shows them. */
export function useCostedPlan(
  plan: PlanModel,
  columns: readonly { key: string }[],
  isTable: boolean | undefined,
): PlanModel {
  const { i18n, t } = useTranslation('ui')
  const isNeeded = isTable === true || columns.some(({ key }) => isCost(key))
  const { data } = useQuery({
    ...costsQuery(plan.project.id, plan.plan_version),
    enabled: isNeeded,
  })
  const className = useClassName(isNeeded)
  return useMemo(() => {
    if (!isNeeded || !data) return plan
    const words = { className, isThere: t('lockedThere') }
    return { ...plan, costs: readCosts(data, (id) => taskById(plan, id), i18n.language, words) }
  }, [plan, data, isNeeded, className, i18n.language, t])
}
