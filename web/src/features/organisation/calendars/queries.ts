import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'
import type { Calendar, CalendarDay } from '../queries'

type Year = { year: number; is_announced: boolean; days: CalendarDay[] }

export const calendarYearQuery = (calendarId: string, year: number) =>
  queryOptions({
    queryKey: ['organisation', 'calendar year', calendarId, year],
    queryFn: async ({ signal }): Promise<Year> => {
      const params = { path: { calendar_id: calendarId, year } }
      const found = await unwrap(
        client.GET('/api/v1/calendars/{calendar_id}/years/{year}', { params, signal }),
      )
      return found as Year
    },
  })

/** The plans that are computed again when a calendar changes. */
export const plansOfCalendarQuery = (calendarId: string) =>
  queryOptions({
    queryKey: ['organisation', 'plans of calendar', calendarId],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/calendars/{calendar_id}/plans', {
          params: { path: { calendar_id: calendarId } },
          signal,
        }),
      ),
  })

export const icalAddress = (calendarId: string, year: number) =>
  `/api/v1/calendars/${calendarId}/years/${year}/ical`

const at = ({ id, version }: Pick<Calendar, 'id' | 'version'>) => ({
  path: { calendar_id: id },
  header: { 'If-Match': `"${version}"` },
})

type Patch = Omit<Schema<'CalendarPatch'>, 'week' | 'exceptions'> &
  Partial<Pick<Calendar, 'week' | 'exceptions'>>
type New = Pick<Calendar, 'name' | 'kind'> &
  Partial<Pick<Calendar, 'country' | 'week' | 'exceptions'>> & { parent_id?: string | null }

/** What can be done with calendars; each change reads the organisation again. */
export function useCalendarChanges() {
  const queryClient = useQueryClient()
  const onSettled = () => queryClient.invalidateQueries({ queryKey: ['organisation'] })
  const create = useMutation({
    mutationFn: (body: New) =>
      unwrap(client.POST('/api/v1/calendars', { body: body as Schema<'CalendarIn'> })),
    onSettled,
  })
  const change = useMutation({
    mutationFn: async ({ calendar, ...body }: { calendar: Calendar } & Patch) => {
      const changed = await unwrap(
        client.PATCH('/api/v1/calendars/{calendar_id}', {
          params: at(calendar),
          body: body as Schema<'CalendarPatch'>,
        }),
      )
      return changed as Calendar
    },
    onSettled,
  })
  const remove = useMutation({
    mutationFn: (calendar: Calendar) =>
      unwrap(client.DELETE('/api/v1/calendars/{calendar_id}', { params: at(calendar) })),
    onSettled,
  })
  return { create, change, remove }
}
