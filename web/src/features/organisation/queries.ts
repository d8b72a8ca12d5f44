import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'
import { upload } from '@/api/upload'
import type { OrganisationListSearch } from './search'

export type Unit = Schema<'UnitOut'>
export type Person = Schema<'PersonOut'> & { _locked?: string[] }
type Week = (number[][] | null)[]
export type Calendar = Pick<Schema<'CalendarOut'>, 'id' | 'name' | 'kind' | 'parent'> & {
  week: Week
}
export type CalendarDay = Omit<Schema<'CalendarDay'>, 'shifts'>
export type ImportProblem = { field: string | null; code: string; [param: string]: unknown }
export type ImportLine = Omit<Schema<'ImportLine'>, 'problems' | 'changes'> & {
  changes: Record<string, [string | null, string | null]>
  problems: ImportProblem[]
}
export type Outcome = 'added' | 'changed' | 'unchanged' | 'rejected'
export type OrganisationImport = Pick<
  Schema<'ImportOut'>,
  'id' | 'file_name' | 'unknown_columns'
> & {
  counts: Record<Outcome, number>
  lines: ImportLine[]
}
export type OrganisationKind = 'people' | 'units'

const ALL = 200
const PAGE_SIZE = 100

/** Every unit; a company has hundreds of them, so all pages are fetched. */
export const unitsQuery = queryOptions({
  queryKey: ['organisation', 'units'],
  queryFn: async ({ signal }) => {
    const units: Unit[] = []
    let cursor: string | undefined
    do {
      const query = { limit: ALL, cursor, sort: 'code' }
      const page = await unwrap(client.GET('/api/v1/units', { params: { query }, signal }))
      units.push(...page.items)
      cursor = page.next_cursor ?? undefined
    } while (cursor)
    return units
  },
})

export const peopleQuery = ({ q, unit }: OrganisationListSearch) =>
  infiniteQueryOptions({
    queryKey: ['organisation', 'people', q, unit],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/people', {
          params: {
            query: {
              limit: PAGE_SIZE,
              cursor: pageParam ?? undefined,
              sort: 'name',
              filter: [...(q ? [`name:contains:${q}`] : []), ...(unit ? [`unit:eq:${unit}`] : [])],
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  })

export const calendarsQuery = queryOptions({
  queryKey: ['organisation', 'calendars'],
  queryFn: async ({ signal }) => {
    const query = { limit: ALL, sort: 'name' }
    const { items } = await unwrap(client.GET('/api/v1/calendars', { params: { query }, signal }))
    return items
  },
})

export const calendarYearQuery = (calendarId: string, year: number) =>
  queryOptions({
    queryKey: ['organisation', 'calendar year', calendarId, year],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/calendars/{calendar_id}/years/{year}', {
          params: { path: { calendar_id: calendarId, year } },
          signal,
        }),
      ),
  })

export function usePreviewImport(kind: OrganisationKind) {
  return useMutation({
    mutationFn: (file: File) =>
      upload<OrganisationImport>({
        address: '/api/v1/organisation-imports',
        file,
        fields: { kind },
        onProgress: () => undefined,
      }),
  })
}

export function useApplyImport() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (importId: string) =>
      unwrap(
        client.POST('/api/v1/organisation-imports/{import_id}/apply', {
          params: { path: { import_id: importId } },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['organisation'] }),
  })
}
