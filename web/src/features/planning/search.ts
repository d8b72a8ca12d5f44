import { STATES } from '@/ui/gantt/edit/states'

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
const MARKS = ['critical', 'near', 'late', 'open', 'milestones', 'conflicts'] as const
/** What rows are narrowed to: a mark of the schedule, or a state of the work. */
export const FILTERS = [...MARKS, ...STATES] as const
export type TaskFilter = (typeof FILTERS)[number]

const isMark = (filter: TaskFilter): filter is (typeof MARKS)[number] =>
  MARKS.some((mark) => mark === filter)

/** The key of the word for a filter; a state is called the same wherever it stands. */
export const wordOf = (filter: TaskFilter) =>
  isMark(filter) ? (`filterChoice.${filter}` as const) : (`state.${filter}` as const)

/** In place of a name: the viewer, whatever the plan calls them. */
export const MINE = '@me'

export type PlanSearch = {
  zoom?: Zoom
  panel?: PanelKind
  task?: string
  baseline?: string
  q?: string
  show?: TaskFilter
  from?: string
  to?: string
  /** Name of the resource whose tasks are shown, or `MINE`. */
  who?: string
  /** First and last day of the window the shown tasks lie in. */
  since?: string
  until?: string
  /** Ids of baselines that are drawn beside the one the plan is measured by. */
  also?: string
  /** Columns, layers and grouping as one text, see `planView.ts`. */
  view?: string
  /** The saved view that these came from, or `plain`. */
  saved?: string
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
  who: text(search.who),
  since: text(search.since),
  until: text(search.until),
  also: text(search.also),
  view: text(search.view),
  saved: text(search.saved),
  table: search.table === true || undefined,
})
