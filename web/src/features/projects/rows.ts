import type { Veiled } from '@/lib/classes'
import { FIELDS, isFieldName } from './fields'
import type { Group } from './queries'

type Fields = Record<string, unknown> & { id: string } & Veiled

export type ListRow<Item> =
  | { kind: 'group'; group: Group; isClosed: boolean }
  | { kind: 'item'; item: Item }
  | { kind: 'waiting' }

/** The key of the group of what is locked; a reference that is locked is told as none. */
export const LOCKED = '_locked'

const isLocked = (item: Veiled, field: string): boolean =>
  isFieldName(field) &&
  ['choice', 'text'].includes(FIELDS[field].kind) &&
  item._locked?.includes(field) === true

/** The key of the group in which an item belongs. */
export function groupKeyOf(item: Fields, field: string): string {
  const value = item[field]
  if (isLocked(item, field)) return LOCKED
  if (value === null || value === undefined) return ''
  const isReference = typeof value === 'object' && 'id' in value
  return isReference ? String((value as { id: string }).id) : String(value)
}

/**
 * Everything that the list will show, known before it is loaded: headings of groups, loaded items,
 * and a place for each item still on the server, so that the scroll bar tells the truth.
 */
export function rowsOf<Item extends Fields>(
  items: Item[],
  total: number,
  grouped?: { field: string; groups: Group[]; closed: string[] },
): ListRow<Item>[] {
  const waiting = (count: number): ListRow<Item>[] =>
    Array.from({ length: Math.max(count, 0) }, () => ({ kind: 'waiting' as const }))
  const shown = (some: Item[]): ListRow<Item>[] => some.map((item) => ({ kind: 'item', item }))
  if (!grouped) return [...shown(items), ...waiting(total - items.length)]

  const held = new Map<string, Item[]>()
  for (const item of items) {
    const key = groupKeyOf(item, grouped.field)
    const inside = held.get(key)
    if (inside) inside.push(item)
    else held.set(key, [item])
  }
  return grouped.groups.flatMap((group): ListRow<Item>[] => {
    const isClosed = grouped.closed.includes(group.key)
    const inside = held.get(group.key) ?? []
    const rest = isClosed ? [] : [...shown(inside), ...waiting(group.count - inside.length)]
    return [{ kind: 'group', group, isClosed }, ...rest]
  })
}

/** Whether the list can be grouped by a field of the address. */
export const isGroupable = (field: string | undefined): field is string =>
  field !== undefined && isFieldName(field) && FIELDS[field].isGroupable === true
