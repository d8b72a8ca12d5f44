import { planSearch } from '../search'
import type { Narrowing } from '../taskFilter'

export const GROUPINGS = [
  'state',
  'assignee',
  'unit',
  'phase',
  'priority',
  'deadline',
  'month',
  'path',
  'conflict',
  'kind',
  'mode',
  'constraint',
  'calendar',
  'effort',
  'active',
] as const
export type Grouping = (typeof GROUPINGS)[number]

export const CARD_FIELDS = ['people', 'due', 'checklist', 'progress'] as const
export type CardField = (typeof CARD_FIELDS)[number]

/** After how many days finished tasks leave the board; 0: never. */
export const DONE_DAYS = [7, 30, 90, 0] as const
export const DONE_AT_FIRST = 30

export type BoardSearch = Narrowing & {
  /** The field that makes the columns; absent: the state. */
  by?: Grouping
  /** The field that makes the lanes. */
  lanes?: Grouping
  /** Keys of collapsed columns, parted by a tilde. */
  folded?: string
  done?: number
  /** What the cards show, parted by a dot; absent: everything. */
  fields?: string
  /** The task that is open beside the board. */
  task?: string
  /** On the phone: the column in view. */
  column?: string
  /** The saved view that these came from, or `plain`. */
  saved?: string
}

const oneOf = <T>(choices: readonly T[], value: unknown): T | undefined =>
  choices.find((choice) => choice === value)

/** What the board shows, as the address holds it. */
export const boardSearch = (search: Record<string, unknown>): BoardSearch => {
  const { q, show, who, since, until, task, saved } = planSearch(search)
  const plain = (value: unknown) =>
    value === undefined || value === '' ? undefined : String(value)
  return {
    q,
    show,
    who,
    since,
    until,
    task,
    saved,
    by: oneOf(GROUPINGS, search.by),
    lanes: oneOf(GROUPINGS, search.lanes),
    folded: plain(search.folded),
    done: oneOf(DONE_DAYS, Number(search.done ?? Number.NaN)),
    fields: plain(search.fields),
    column: plain(search.column),
  }
}

export const cardFieldsOf = ({ fields }: BoardSearch): readonly CardField[] =>
  fields === undefined
    ? CARD_FIELDS
    : CARD_FIELDS.filter((name) => fields.split('.').includes(name))

export const foldedOf = ({ folded }: BoardSearch): ReadonlySet<string> =>
  new Set(folded ? folded.split('~') : [])
