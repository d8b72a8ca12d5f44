import type { ViewDefinition } from '@/lib/views'

const filled = (value: unknown): boolean =>
  value !== null &&
  value !== undefined &&
  value !== '' &&
  !(typeof value === 'object' && Object.keys(value).length === 0)

const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, inner]) => filled(inner))
  return Object.fromEntries(
    entries.sort(([a], [b]) => a.localeCompare(b)).map(([key, inner]) => [key, canonical(inner)]),
  )
}

/** Whether two definitions show a page in the same way; what is absent equals what is empty. */
export const isSameDefinition = (one: ViewDefinition, other: ViewDefinition): boolean =>
  JSON.stringify(canonical(one)) === JSON.stringify(canonical(other))
