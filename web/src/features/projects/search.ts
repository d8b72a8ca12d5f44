export type ProjectListSearch = {
  q?: string
  unit?: string
  state?: string
  health?: string
  sort?: string
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** Filters and order of the project list, as the address holds them. */
export const projectListSearch = (search: Record<string, unknown>): ProjectListSearch => ({
  q: text(search.q === undefined ? undefined : String(search.q)),
  unit: text(search.unit),
  state: text(search.state),
  health: text(search.health),
  sort: text(search.sort),
})
