export type AuditSearch = { q?: string; outcome?: string; field?: string; event?: string }

const text = (value: unknown): string | undefined =>
  value === undefined || value === null || value === '' ? undefined : String(value)

export const auditSearch = (search: Record<string, unknown>): AuditSearch => ({
  q: text(search.q),
  outcome: text(search.outcome),
  field: text(search.field),
  event: text(search.event),
})
