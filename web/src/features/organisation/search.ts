export type PeopleView = 'table' | 'places'

/** What the list of people is narrowed to, as the address holds it. */
export type OrganisationListSearch = {
  /** A part of the name, its pinyin, the e-mail or the number. */
  q?: string
  /** A unit, with all below it. */
  unit?: string
  location?: string
  position?: string
  manager?: string
  account?: 'yes' | 'no'
  /** Those who left, or will leave, as well. */
  gone?: true
  view?: PeopleView
  columns?: string[]
  person?: string
}
export type CalendarSearch = { calendar?: string; year?: number; compare?: string }
export type UnitsSearch = { unit?: string }

const text = (value: unknown): string | undefined =>
  value === undefined || value === null || value === '' ? undefined : String(value)

export const unitsSearch = (search: Record<string, unknown>): UnitsSearch => ({
  unit: text(search.unit),
})

export const organisationListSearch = (
  search: Record<string, unknown>,
): OrganisationListSearch => ({
  q: text(search.q),
  unit: text(search.unit),
  location: text(search.location),
  position: text(search.position),
  manager: text(search.manager),
  account: search.account === 'yes' || search.account === 'no' ? search.account : undefined,
  gone: search.gone === true || undefined,
  view: search.view === 'places' ? 'places' : undefined,
  columns: Array.isArray(search.columns) ? search.columns.map(String) : undefined,
  person: text(search.person),
})

export const calendarSearch = (search: Record<string, unknown>): CalendarSearch => ({
  calendar: text(search.calendar),
  year: Number.isInteger(Number(search.year)) && search.year ? Number(search.year) : undefined,
  compare: text(search.compare),
})
