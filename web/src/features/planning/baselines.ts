import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'
import { projectKey } from './queries'

export type BaselineWish = Schema<'BaselineIn'>
export type BaselineRequest = Schema<'BaselineRequestOut'>
export type Decision = 'approval' | 'rejection' | 'withdrawal'

/** What is measured against a baseline is out of date, in the plan and in the lists. */
const useMeasuredAnew = (projectId: string) => {
  const queryClient = useQueryClient()
  return async () => {
    await queryClient.invalidateQueries({ queryKey: projectKey(projectId) })
    void queryClient.invalidateQueries({ queryKey: ['projects'] })
  }
}

export function useSetBaseline(projectId: string) {
  const onSuccess = useMeasuredAnew(projectId)
  return useMutation({
    mutationFn: (body: BaselineWish) =>
      unwrap(
        client.POST('/api/v1/projects/{project_id}/baselines', {
          params: { path: { project_id: projectId } },
          body,
        }),
      ),
    onSuccess,
  })
}

/** Approves, rejects or takes back a request for another baseline. */
export function useDecideBaseline(projectId: string, baselineId: string) {
  const onSuccess = useMeasuredAnew(projectId)
  const params = { path: { project_id: projectId, baseline_id: baselineId } }
  const decide = ({ decision, note }: { decision: Decision; note: string }) => {
    const path = '/api/v1/projects/{project_id}/baselines/{baseline_id}' as const
    if (decision === 'withdrawal') return client.POST(`${path}/withdrawal`, { params })
    if (decision === 'approval') return client.POST(`${path}/approval`, { params, body: { note } })
    return client.POST(`${path}/rejection`, { params, body: { note } })
  }
  return useMutation({
    mutationFn: (given: { decision: Decision; note: string }) => unwrap(decide(given)),
    onSuccess,
  })
}
