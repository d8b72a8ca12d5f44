import type { ViewDefinition } from '@/lib/views'
import { defaultColumns, isFieldName } from './fields'

export type Layout = 'list' | 'roadmap'
export type Zoom = 'month' | 'quarter' | 'year'

/** Columns, filters, order, groups and layout of the project list, as the address holds them. */
export type ProjectListSearch = {
  /** A part of the name. */
  q?: string
  /** `field:operator:value`, as the API reads them. */
  filter?: string[]
  sort?: string
  group?: string
  /** Keys of the groups that are shut. */
  closed?: string[]
  /** `field` or `field:width`. */
  columns?: string[]
  layout?: Layout
  zoom?: Zoom
  /** The roadmap as a table. */
  table?: true
  /** The view that these came from; `plain` keeps a default view from being applied. */
  view?: string
}

export const PLAIN = 'plain'
export const DEFAULT_SORT = '-finish'
const ZOOMS = ['month', 'quarter', 'year'] as const

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** An array of texts; the router reads a single one that looks like a number as such. */
const texts = (value: unknown): string[] | undefined => {
  const list = (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String)
  return list.length > 0 ? list : undefined
}

export const projectListSearch = (search: Record<string, unknown>): ProjectListSearch => ({
  q: text(search.q === undefined ? undefined : String(search.q)),
  filter: texts(search.filter),
  sort: text(search.sort),
  group: text(search.group),
  closed: texts(search.closed),
  columns: texts(search.columns),
  layout: search.layout === 'roadmap' ? 'roadmap' : undefined,
  zoom: ZOOMS.find((zoom) => zoom === search.zoom),
  table: search.table === true || undefined,
  view: text(search.view),
})

export type Column = { field: string; width?: number }

/** The columns of the list, the name always first. */
export function columnsOf({ columns }: ProjectListSearch): Column[] {
  const chosen = (columns ?? defaultColumns).flatMap((written): Column[] => {
    const [field = '', width] = written.split(':')
    return isFieldName(field) ? [{ field, width: Number(width) || undefined }] : []
  })
  const name = chosen.find(({ field }) => field === 'name') ?? { field: 'name' }
  return [name, ...chosen.filter(({ field }) => field !== 'name')]
}

export const columnsText = (columns: Column[]): string[] =>
  columns.map(({ field, width }) => (width ? `${field}:${Math.round(width)}` : field))

/** Every filter as the API reads it, the typed text among them. */
export const filtersOf = ({ q, filter = [] }: ProjectListSearch): string[] => [
  ...(q ? [`name:contains:${q}`] : []),
  ...filter,
]

export const isFiltered = (search: ProjectListSearch): boolean => filtersOf(search).length > 0

/** What a saved view keeps of the address. */
export const definitionOf = (search: ProjectListSearch): ViewDefinition => ({
  columns: search.columns
    ? columnsOf(search).map(({ field, width }) => ({ field, width: width ?? null }))
    : null,
  filters: filtersOf(search),
  sort: search.sort ?? null,
  group: search.group ?? null,
  layout: search.layout ?? null,
  zoom: search.zoom ?? null,
  settings: search.table ? { table: true } : {},
})

/** The address that shows the list in the way of a saved view. */
export const searchOfView = (id: string, definition: ViewDefinition): ProjectListSearch =>
  projectListSearch({
    view: id,
    filter: definition.filters,
    sort: definition.sort ?? undefined,
    group: definition.group ?? undefined,
    layout: definition.layout ?? undefined,
    zoom: definition.zoom ?? undefined,
    table: definition.settings?.table === true,
    columns: definition.columns
      ? columnsText(
          definition.columns.map(({ field, width }) => ({ field, width: width ?? undefined })),
        )
      : undefined,
  })

/** The order after a click on a heading: ascending, descending, then as by itself. */
export const nextSort = (sort: string | undefined, field: string): string | undefined => {
  if (sort === field) return `-${field}`
  return sort === `-${field}` ? undefined : field
}
