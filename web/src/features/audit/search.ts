import dayjs from 'dayjs'

export type AuditSearch = {
  q?: string
  outcome?: string
  field?: string
  event?: string
  /** Asks who saw something instead of listing events. */
  ask?: 'sights'
  account?: string
  somebody?: string
  resource?: string
  /** Kinds of events, one after the other. */
  kinds?: string
  /** A scope: what happened there or below. */
  within?: string
  /** A record: what happened to it. */
  record?: string
  /** Days of the viewer, both included. */
  since?: string
  until?: string
}

const NAMES = [
  'q',
  'outcome',
  'field',
  'event',
  'account',
  'somebody',
  'resource',
  'kinds',
  'within',
  'record',
] as const
const DAYS = ['since', 'until'] as const
const DAY = /^\d{4}-\d{2}-\d{2}$/
// A field is named in lower case; anything else would be refused while it is being typed.
const FIELD = /^[a-z][a-z0-9_]{0,60}$/

const text = (value: unknown): string | undefined =>
  value === undefined || value === null || value === '' ? undefined : String(value)

const day = (value: unknown): string | undefined =>
  DAY.test(String(value)) && dayjs(String(value)).isValid() ? String(value) : undefined

export const auditSearch = (search: Record<string, unknown>): AuditSearch => ({
  ...Object.fromEntries(NAMES.map((name) => [name, text(search[name])])),
  ...Object.fromEntries(DAYS.map((name) => [name, day(search[name])])),
  ask: search.ask === 'sights' ? 'sights' : undefined,
})

/** Whether the first day is after the last. */
export const isTurnedRound = ({ since, until }: AuditSearch): boolean =>
  since !== undefined && until !== undefined && since > until

/** The day of the viewer on which an instant lies. */
export const dayOf = (instant: dayjs.ConfigType): string => dayjs(instant).format('YYYY-MM-DD')

/** The instant at which a day of the viewer begins, or the one after it. */
export const startOf = (day: string): string => dayjs(day).toISOString()
export const endOf = (day: string): string => dayjs(day).add(1, 'day').toISOString()

/** The question over the wire: the list and the export ask the same. */
export function askedOf(search: AuditSearch) {
  const { q, outcome, field, account, kinds, within, record, since, until } = search
  const filter = [
    since && `recorded_at:ge:${startOf(since)}`,
    until && `recorded_at:lt:${endOf(until)}`,
    account && `actor_id:eq:${account}`,
    kinds && `kind:in:${kinds}`,
    record && `subject_id:eq:${record}`,
    outcome && `outcome:eq:${outcome}`,
  ].filter((one) => one !== undefined)
  return { who: q, field: field && FIELD.test(field) ? field : undefined, within, filter }
}

/** What of a question narrows the list of events. */
export const NARROWING = [
  'q',
  'outcome',
  'field',
  'account',
  'kinds',
  'within',
  'record',
  'since',
  'until',
] as const satisfies readonly (keyof AuditSearch)[]
