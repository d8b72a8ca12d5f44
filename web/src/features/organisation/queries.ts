import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'
import { upload } from '@/api/upload'

export type Unit = Schema<'UnitOut'>
export type Person = Schema<'PersonOut'>
export type Shifts = number[][]
export type Week = (Shifts | null)[]
export type CalendarException = {
  from_date: string
  to_date: string
  name: string
  name_en?: string | null
  shifts: Shifts
}
export type Calendar = Omit<Schema<'CalendarOut'>, 'week' | 'exceptions'> & {
  week: Week
  exceptions: CalendarException[]
}
export type CalendarDay = Omit<Schema<'CalendarDay'>, 'shifts'> & { shifts?: Shifts }
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

export const calendarsQuery = queryOptions({
  queryKey: ['organisation', 'calendars'],
  queryFn: async ({ signal }): Promise<Calendar[]> => {
    const query = { limit: ALL, sort: 'name' }
    const { items } = await unwrap(client.GET('/api/v1/calendars', { params: { query }, signal }))
    return items as Calendar[]
  },
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
