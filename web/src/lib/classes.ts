import { queryOptions, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client, type Schema, unwrap } from '@/api/client'

export type FieldCatalogue = Schema<'Catalogue'>

/** What an object tells of its fields that the viewer may not read, or only in part. */
export type Veiled = {
  _locked?: string[] | null
  _masked?: string[] | null
  _present?: string[] | null
  _on_request?: string[] | null
  _unseen?: string[] | null
  _classes?: Record<string, number> | null
}

/** Whether the schedule of a project, and with it the whole plan, is closed to the viewer. */
export const isPlanClosed = (project: Veiled): boolean =>
  project._locked?.includes('start') ?? false

/** Asks for one value that is shown on request only; the server records who asked, and what for. */
export const showValue = (kind: string, recordId: string, field: string, purpose: string) => {
  const params = { path: { record_kind: kind, record_id: recordId } }
  return unwrap(
    client.POST('/api/v1/values/{record_kind}/{record_id}', { params, body: { field, purpose } }),
  )
}

/** What the classes are called, and every field with its class; the same for everyone. */
export const fieldsQuery = queryOptions({
  queryKey: ['access', 'fields'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/fields', { signal })),
  staleTime: 300_000,
})

/** The name of a class in the language of the page; the product's own until the company's is known. */
export function useClassName(isNeeded = true): (level: number) => string {
  const { t, i18n } = useTranslation('ui')
  const { data } = useQuery({ ...fieldsQuery, enabled: isNeeded })
  const names = data?.names[i18n.language]
  return (level) => names?.[level] ?? t(`class.${level}`)
}
