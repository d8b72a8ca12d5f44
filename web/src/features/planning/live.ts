import type { QueryClient } from '@tanstack/react-query'
import { editKey, heldPlans, holdsVersion, presentVersion, refreshPlan } from './queries'

const SETTLE_MS = 100

/**
 * A plan has a new version on the server.
 *
 * Our own edits are announced too, often before their answer is here: they are waited for, and only
 * a version that nobody here has asked for is fetched.
 */
export async function onPlanChanged(queryClient: QueryClient, projectId: string, version: number) {
  while (queryClient.isMutating({ mutationKey: editKey(projectId) }) > 0) {
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
  }
  void queryClient.invalidateQueries({ queryKey: ['projects'], refetchType: 'none' })
  if (!holdsVersion(queryClient, projectId, version)) await refreshPlan(queryClient, projectId)
}

/** Fetches every plan in memory that the server has a newer version of. */
export async function refreshMissed(queryClient: QueryClient) {
  for (const projectId of heldPlans(queryClient)) {
    const version = await presentVersion(projectId).catch(() => null)
    if (version !== null) await onPlanChanged(queryClient, projectId, version)
  }
}
