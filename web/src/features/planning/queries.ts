import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'
import { parsePlan } from '@/ui/gantt/model/parse'
import { patchPlan } from '@/ui/gantt/model/patch'
import type { PlanModel } from '@/ui/gantt/model/plan'

export type Driver = Schema<'DriverOut'>
export type SkippedTime = Schema<'SkippedOut'>
export type Overview = Schema<'OverviewOut'>
export type Difference = Schema<'ComparedTask'>
export type Comparison = Schema<'ComparisonOut'>
export type HistoryEvent = Schema<'PlanEventOut'>

const pathOf = (projectId: string) => ({ path: { project_id: projectId } })
export const projectKey = (projectId: string) => ['planning', projectId] as const
export const planKey = (projectId: string, baselineId?: string) =>
  [...projectKey(projectId), 'plan', baselineId ?? 'in force'] as const
export const editKey = (projectId: string) => [...projectKey(projectId), 'edit'] as const

export const planQuery = (projectId: string, baselineId?: string) =>
  queryOptions({
    queryKey: planKey(projectId, baselineId),
    queryFn: async ({ signal }): Promise<PlanModel> => {
      const query = baselineId ? { baseline_id: baselineId } : undefined
      const payload = await unwrap(
        client.GET('/api/v1/projects/{project_id}/plan', {
          params: { ...pathOf(projectId), query },
          signal,
        }),
      )
      const plan = parsePlan(payload)
      return { ...plan, project: { ...plan.project, baseline_id: payload.baseline_id } }
    },
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  })

/** Dates of a baseline by task: a baseline never changes, so they are fetched once. */
export const baselineDatesQuery = (projectId: string, baselineId: string) =>
  queryOptions({
    queryKey: ['baseline dates', projectId, baselineId],
    queryFn: async ({ signal }) => {
      const query = { baseline_id: baselineId }
      const params = { ...pathOf(projectId), query }
      const payload = await unwrap(
        client.GET('/api/v1/projects/{project_id}/plan', { params, signal }),
      )
      const spans = new Map<string, readonly [number, number]>()
      for (const { id, baseline_start, baseline_finish } of parsePlan(payload).tasks) {
        const from = baseline_start ?? baseline_finish
        const to = baseline_finish ?? baseline_start
        if (from !== null && to !== null) spans.set(id, [from, to])
      }
      return spans
    },
    staleTime: Number.POSITIVE_INFINITY,
  })

export const overviewQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...projectKey(projectId), 'overview'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/projects/{project_id}/overview', { params: pathOf(projectId), signal }),
      ),
  })

export const qualityQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...projectKey(projectId), 'quality'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/projects/{project_id}/quality', { params: pathOf(projectId), signal }),
      ),
  })

export const historyQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...projectKey(projectId), 'history'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/projects/{project_id}/history', {
          params: { ...pathOf(projectId), query: { limit: 30 } },
          signal,
        }),
      ),
  })

export const driversQuery = (projectId: string, taskId: string, planVersion: number) =>
  queryOptions({
    queryKey: [...projectKey(projectId), 'drivers', taskId, planVersion],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/projects/{project_id}/tasks/{task_id}/drivers', {
          params: { path: { project_id: projectId, task_id: taskId } },
          signal,
        }),
      ),
  })

/** The whole plan is judged, so all pages are fetched. */
const VARIANCES_AT_ONCE = 1000

export const variancesQuery = (projectId: string, baselineId?: string) =>
  queryOptions({
    queryKey: [...projectKey(projectId), 'variances', baselineId],
    queryFn: async ({ signal }) => {
      const items: Schema<'VarianceOut'>[] = []
      for (let cursor: number | undefined; ; ) {
        const query = { baseline_id: baselineId, limit: VARIANCES_AT_ONCE, cursor }
        const page = await unwrap(
          client.GET('/api/v1/projects/{project_id}/variances', {
            params: { ...pathOf(projectId), query },
            signal,
          }),
        )
        items.push(...page.items)
        if (page.next_cursor === null) return { ...page, items }
        cursor = Number(page.next_cursor)
      }
    },
  })

export const comparisonQuery = (projectId: string, since: string, to: string) =>
  queryOptions({
    queryKey: [...projectKey(projectId), 'comparison', since, to],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/projects/{project_id}/comparison', {
          params: { ...pathOf(projectId), query: { since, to } },
          signal,
        }),
      ),
  })

/** More people than these are found by what is typed. */
const PEOPLE_AT_ONCE = 200

/** People of the company whose name holds a text; none where the viewer may see nobody. */
export const peopleQuery = (q: string) =>
  queryOptions({
    queryKey: ['people to plan with', q],
    queryFn: async ({ signal }) => {
      const filter = q ? [`name:contains:${q}`] : undefined
      const query = { limit: PEOPLE_AT_ONCE, filter, sort: 'name' }
      const page = await unwrap(client.GET('/api/v1/people', { params: { query }, signal }))
      return page.items
    },
    staleTime: 60_000,
  })

/**
 * Puts an answer into the plan that is already there.
 *
 * Where others made versions in between, their rows are not in it: the plan keeps the number of
 * what it holds, so that nobody edits on what they have not seen, and is fetched.
 */
export function adoptAnswer(
  queryClient: QueryClient,
  projectId: string,
  key: readonly string[],
  answer: Schema<'EditOut'>,
) {
  let isWhole = true
  queryClient.setQueryData<PlanModel>(key, (plan) => {
    if (!plan) return plan
    const patched = patchPlan(plan, answer)
    isWhole = answer.previous_version <= plan.plan_version
    return isWhole ? patched : { ...patched, plan_version: plan.plan_version }
  })
  refreshWhatFollows(queryClient, projectId, isWhole ? key : [])
  void catchUp(queryClient, key, answer.plan_version)
}

/** A plan that was on its way when an edit of it was answered may be the one from before. */
async function catchUp(queryClient: QueryClient, key: readonly string[], version: number) {
  const query = queryClient.getQueryCache().find<PlanModel>({ queryKey: key, exact: true })
  if (!query || query.state.data !== undefined) return
  await query.promise?.catch(() => undefined)
  const held = queryClient.getQueryData<PlanModel>(key)
  if ((held?.plan_version ?? version) < version)
    await queryClient.invalidateQueries({ queryKey: key })
}

/** Everything computed from the plan is out of date, except the picture that has been patched. */
const refreshWhatFollows = (
  queryClient: QueryClient,
  projectId: string,
  patched: readonly string[],
) => {
  void queryClient.invalidateQueries({
    queryKey: projectKey(projectId),
    predicate: ({ queryKey }) => queryKey.join() !== patched.join(),
  })
  void queryClient.invalidateQueries({ queryKey: ['projects'] })
}

/** The address of a download; the browser saves it. */
export const exportAddress = (projectId: string, format: string) =>
  `/api/v1/projects/${projectId}/export?format=${format}`

/** Whether the plan in memory already holds a version. */
export const holdsVersion = (queryClient: QueryClient, projectId: string, version: number) =>
  queryClient
    .getQueriesData<PlanModel>({ queryKey: [...projectKey(projectId), 'plan'] })
    .every(([, plan]) => (plan?.plan_version ?? version) >= version)

export const refreshPlan = (queryClient: QueryClient, projectId: string) =>
  queryClient.invalidateQueries({ queryKey: projectKey(projectId) })

/** The projects of which a plan is in memory. */
export const heldPlans = (queryClient: QueryClient): Set<string> =>
  new Set(
    queryClient
      .getQueriesData<PlanModel>({ queryKey: ['planning'] })
      .filter(([key, data]) => key[2] === 'plan' && data !== undefined)
      .map(([key]) => String(key[1])),
  )

/** The version that a plan has on the server now. */
export const presentVersion = async (projectId: string): Promise<number> => {
  const { plan_version } = await unwrap(
    client.GET('/api/v1/projects/{project_id}/plan/version', { params: pathOf(projectId) }),
  )
  return plan_version
}
