import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { client, type Schema, unwrap } from '@/api/client'
import { upload } from '@/api/upload'

export type PlanImport = Schema<'PlanImportOut'>
export type PlanSummary = Schema<'SummaryOut'>
export type Finding = Schema<'FindingOut'>

export const planImportQuery = (importId: string) =>
  queryOptions({
    queryKey: ['integrations', 'import', importId],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/imports/{import_id}', {
          params: { path: { import_id: importId } },
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  })

type UploadRun = { file: File; signal: AbortSignal }

/** Sends a plan file for its preview; `share` is how much of it has gone out. */
export function useUploadPlan() {
  const queryClient = useQueryClient()
  const [share, setShare] = useState(0)
  const mutation = useMutation({
    mutationFn: ({ file, signal }: UploadRun) =>
      upload<PlanImport>({ address: '/api/v1/imports', file, onProgress: setShare, signal }),
    onMutate: () => setShare(0),
    onSuccess: (preview) => queryClient.setQueryData(planImportQuery(preview.id).queryKey, preview),
  })
  return { ...mutation, share }
}

export const unitChoicesQuery = queryOptions({
  queryKey: ['integrations', 'units'],
  queryFn: async ({ signal }) => {
    const { items } = await unwrap(
      client.GET('/api/v1/units', {
        params: { query: { limit: 200, sort: 'name' } },
        signal,
      }),
    )
    return items.map(({ id, name }) => ({ value: id, label: name }))
  },
  staleTime: 5 * 60_000,
})

export function useApplyImport(importId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: Schema<'ApplyIn'>) =>
      unwrap(
        client.POST('/api/v1/imports/{import_id}/apply', {
          params: { path: { import_id: importId } },
          body,
        }),
      ),
    onSuccess: async ({ project_id }) => {
      queryClient.removeQueries({ queryKey: ['planning', project_id] })
      await queryClient.invalidateQueries({ queryKey: ['projects'] })
    },
  })
}
