import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'

export type Work = Schema<'MyWorkOut'>
export type WorkTask = Schema<'WorkTask'>
export type TiedTask = Schema<'TiedTask'>
export type GroupCode = Schema<'WorkGroup'>['code']
export type WorkChange = Schema<'WorkChange'>
export type Changes = Schema<'ChangesOut'>
export type Team = Schema<'Team'>
export type ManagedProject = Schema<'ManagedProject'>
type TakenBack = { task: WorkTask; eventId: string }

const KEY = ['work'] as const

export const workQuery = queryOptions({
  queryKey: [...KEY, 'mine'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/me/work', { signal })),
})

export const changesQuery = queryOptions({
  queryKey: [...KEY, 'changes'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/me/changes', { signal })),
})

/** Everything about one's work is read again; plans move when others report. */
export const refreshWork = (queryClient: QueryClient) =>
  queryClient.invalidateQueries({ queryKey: KEY })

/** What a report moved is read again. */
export const refreshAfter = (queryClient: QueryClient, projectId: string) => {
  void queryClient.invalidateQueries({ queryKey: ['planning', projectId] })
  void queryClient.invalidateQueries({ queryKey: ['projects'] })
  return refreshWork(queryClient)
}

const pathOf = ({ id, project }: WorkTask) => ({
  path: { project_id: project.id, task_id: id },
})

/** Takes back what was reported last of a task. */
export function useTakeBack() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationKey: [...KEY, 'take back'],
    mutationFn: ({ task, eventId }: TakenBack) =>
      unwrap(
        client.POST('/api/v1/projects/{project_id}/tasks/{task_id}/progress/undo', {
          params: pathOf(task),
          body: { event_id: eventId },
        }),
      ),
    onSuccess: (_, { task }) => refreshAfter(queryClient, task.project.id),
  })
}

/** Notes that what changed was seen, as far as it was on the page. */
export function useNoteLook() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (upto: string | null) =>
      unwrap(client.POST('/api/v1/me/looked', { body: { upto } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: changesQuery.queryKey }),
  })
}
