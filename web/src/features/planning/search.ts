export const PANELS = [
  'task',
  'why',
  'variances',
  'comparison',
  'conflicts',
  'history',
  'settings',
] as const
export type PanelKind = (typeof PANELS)[number]
export const ZOOMS = ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const
export type Zoom = (typeof ZOOMS)[number]
export const FILTERS = ['critical', 'late', 'open', 'milestones', 'conflicts'] as const
export type TaskFilter = (typeof FILTERS)[number]

export type PlanSearch = {
  zoom?: Zoom
  panel?: PanelKind
  task?: string
  baseline?: string
  q?: string
  show?: TaskFilter
  from?: string
  to?: string
  table?: true
}

const oneOf = <T extends string>(choices: readonly T[], value: unknown): T | undefined =>
  choices.find((choice) => choice === value)

const text = (value: unknown): string | undefined =>
  value === undefined || value === null || value === '' ? undefined : String(value)

/** What the plan page shows, as the address holds it. */
export const planSearch = (search: Record<string, unknown>): PlanSearch => ({
  zoom: oneOf(ZOOMS, search.zoom),
  panel: oneOf(PANELS, search.panel),
  task: text(search.task),
  baseline: text(search.baseline),
  q: text(search.q),
  show: oneOf(FILTERS, search.show),
  from: text(search.from),
  to: text(search.to),
  table: search.table === true || undefined,
})
