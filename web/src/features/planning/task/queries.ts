import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'
import type { Veiled } from '@/lib/classes'
import { projectKey } from '../queries'

export type TaskEvent = Schema<'TaskEventOut'>
export type TaskStep = Schema<'TaskStep'>

/** The fields of a task that the plan does not hold. */
export type TaskDetail = Schema<'TaskOut'> &
  Veiled & {
    notes: string | null
    project: { id: string; name: string } | null
  }

export const taskQuery = (projectId: string, taskId: string) =>
  queryOptions({
    queryKey: [...projectKey(projectId), 'task', taskId],
    queryFn: async ({ signal }) => {
      const path = { project_id: projectId, task_id: taskId }
      return (await unwrap(
        client.GET('/api/v1/projects/{project_id}/tasks/{task_id}', { params: { path }, signal }),
      )) as TaskDetail
    },
  })

/** A task by the key that people speak of, such as PRJ-2026-0012-34. */
export const taskByKeyQuery = (taskKey: string) =>
  queryOptions({
    queryKey: ['planning', 'task by key', taskKey],
    queryFn: async ({ signal }) => {
      const path = { task_key: taskKey }
      return (await unwrap(
        client.GET('/api/v1/tasks/by-key/{task_key}', { params: { path }, signal }),
      )) as TaskDetail
    },
  })

const AT_ONCE = 10

export const taskHistoryQuery = (projectId: string, taskId: string) =>
  infiniteQueryOptions({
    queryKey: [...projectKey(projectId), 'task history', taskId],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        client.GET('/api/v1/projects/{project_id}/tasks/{task_id}/history', {
          params: {
            path: { project_id: projectId, task_id: taskId },
            query: { limit: AT_ONCE, cursor: pageParam },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  })

/** Takes back what the viewer ticked. */
export const takeBackTick = (projectId: string, taskId: string, eventId: string) =>
  unwrap(
    client.POST('/api/v1/projects/{project_id}/tasks/{task_id}/progress/undo', {
      params: { path: { project_id: projectId, task_id: taskId } },
      body: { event_id: eventId },
    }),
  )
