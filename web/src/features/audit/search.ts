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
  since?: string
  until?: string
}

const NAMES = ['q', 'outcome', 'field', 'event', 'account', 'somebody', 'resource'] as const
const DAYS = ['since', 'until'] as const
const DAY = /^\d{4}-\d{2}-\d{2}$/

const text = (value: unknown): string | undefined =>
  value === undefined || value === null || value === '' ? undefined : String(value)

export const auditSearch = (search: Record<string, unknown>): AuditSearch => ({
  ...Object.fromEntries(NAMES.map((name) => [name, text(search[name])])),
  ...Object.fromEntries(
    DAYS.map((name) => [name, DAY.test(String(search[name])) ? String(search[name]) : undefined]),
  ),
  ask: search.ask === 'sights' ? 'sights' : undefined,
})
