export const FIELD_TABS = ['matrix', 'classes', 'channels', 'names', 'readers', 'versions'] as const
export type FieldTab = (typeof FIELD_TABS)[number]

/** What the page of fields shows, as the address holds it. */
export type FieldSearch = {
  tab?: FieldTab
  resource?: string
  q?: string
  /** Of which row and field the readers are asked. */
  field?: string
  row?: string
}

const text = (value: unknown): string | undefined =>
  value === undefined || value === null || value === '' ? undefined : String(value)

export const fieldSearch = (search: Record<string, unknown>): FieldSearch => ({
  tab: FIELD_TABS.find((tab) => tab === search.tab),
  resource: text(search.resource),
  q: text(search.q),
  field: text(search.field),
  row: text(search.row),
})
