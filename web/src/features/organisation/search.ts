export type OrganisationListSearch = { q?: string; unit?: string }
export type CalendarSearch = { calendar?: string; year?: number }

const text = (value: unknown): string | undefined =>
  value === undefined || value === null || value === '' ? undefined : String(value)

export const organisationListSearch = (
  search: Record<string, unknown>,
): OrganisationListSearch => ({
  q: text(search.q),
  unit: text(search.unit),
})

export const calendarSearch = (search: Record<string, unknown>): CalendarSearch => ({
  calendar: text(search.calendar),
  year: Number.isInteger(Number(search.year)) && search.year ? Number(search.year) : undefined,
})
