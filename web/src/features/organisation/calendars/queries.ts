import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'
import { changeVersioned, mergedLists } from '@/lib/versioned'
import type { Calendar, CalendarDay, CalendarException, Week } from '../queries'

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

/** Two people who change different days both have their way. */
function mergedDays(field: string, base: unknown, mine: unknown, theirs: unknown) {
  if (field === 'week') {
    const byWeekday = (_: unknown, at: number) => String(at)
    return mergedLists(byWeekday, base as Week, mine as Week, theirs as Week)
  }
  if (field !== 'exceptions') return undefined
  const byDay = ({ from_date, to_date }: CalendarException) => `${from_date} ${to_date}`
  const lists = [base, mine, theirs] as [
    CalendarException[],
    CalendarException[],
    CalendarException[],
  ]
  return mergedLists(byDay, ...lists)?.sort((a, b) => a.from_date.localeCompare(b.from_date))
}

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
    mutationFn: ({ calendar, ...fields }: { calendar: Calendar } & Patch) =>
      changeVersioned<Calendar, Patch>({
        held: calendar,
        fields,
        words: ['organisation', 'calendar'],
        queryClient,
        merge: mergedDays,
        send: async (held, body) => {
          const params = at(held)
          const changed = await unwrap(
            client.PATCH('/api/v1/calendars/{calendar_id}', {
              params,
              body: body as Schema<'CalendarPatch'>,
            }),
          )
          return changed as Calendar
        },
      }),
    onSettled,
  })
  const remove = useMutation({
    mutationFn: (calendar: Calendar) =>
      unwrap(client.DELETE('/api/v1/calendars/{calendar_id}', { params: at(calendar) })),
    onSettled,
  })
  return { create, change, remove }
}
