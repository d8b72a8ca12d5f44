import type { QueryClient } from '@tanstack/react-query'
import i18next from 'i18next'
import { Refusal } from '@/api/client'
import { ask } from './conflicts'
import type { Conflict } from './outbox/entry'

type Card = { id: string; version: number }
type Values = Record<string, unknown>

type Change<Held extends Card, Fields extends object> = {
  /** The object as it was seen, and what of it shall be otherwise. */
  held: Held
  fields: Fields
  send: (held: Held, fields: Fields) => Promise<Held>
  /** Where the names of its fields stand: a namespace and a group in it. */
  words: readonly [string, string]
  /** Names of objects that the fields may name are looked up here. */
  queryClient: QueryClient
  /** Under which name the object itself has a field, where that is another one. */
  columns?: Readonly<Partial<Record<keyof Fields, string>>>
  /** Whether the fields only mean something together. */
  isWhole?: boolean
  /** The value that holds both changes of a field; undefined where they stand in each other's way. */
  merge?: (field: string, base: unknown, mine: unknown, theirs: unknown) => unknown
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
const referenceOf = (field: string) => field.replace(/_id$/, '')

/** A field as a change writes it: another object by its id. */
function valueIn(card: object, field: string): unknown {
  const values = card as Values
  if (field in values) return values[field]
  return (values[referenceOf(field)] as { id?: string } | null | undefined)?.id
}

/** Everything with an id that has been read, by what people call it. */
function namesIn(queryClient: QueryClient, card: object): Map<unknown, unknown> {
  const found = new Map<unknown, unknown>()
  const take = (one: unknown) => {
    if (Array.isArray(one)) for (const item of one) take(item)
    else if (one && typeof one === 'object') {
      const { id, name, items, pages } = one as Values
      if (id !== undefined && typeof name === 'string') found.set(id, name)
      if (items) take(items)
      if (pages) take(pages)
    }
  }
  for (const [, data] of queryClient.getQueriesData({})) take(data)
  for (const value of Object.values(card)) take(value)
  return found
}

type Overtaken<Held> = { current?: Held; by?: string; at?: string }

/**
 * Sends a change of an object that carries a version.
 *
 * Where somebody changed other fields meanwhile it is sent again on what is there now; where they
 * changed the same ones, both are shown side by side, and what is decided is sent.
 */
export async function changeVersioned<Held extends Card, Fields extends object>(
  change: Change<Held, Fields>,
): Promise<Held> {
  try {
    return await change.send(change.held, change.fields)
  } catch (error) {
    const { current, by, at } = overtaken<Held>(error)
    if (!current) throw error
    const both = merged(change, current)
    const conflicts = conflictsOf(both, current).map((one) => ({ ...one, by, at }))
    const left = conflicts.length === 0 ? both.fields : await decided(both, conflicts, error)
    return left === null ? current : changeVersioned({ ...both, held: current, fields: left })
  }
}

const overtaken = <Held>(error: unknown): Overtaken<Held> =>
  error instanceof Refusal && error.status === 412
    ? (error.problem as unknown as Overtaken<Held>)
    : {}

const columnOf = <Held extends Card, Fields extends object>(
  { columns }: Change<Held, Fields>,
  field: string,
): string => (columns as Record<string, string> | undefined)?.[field] ?? field

/** The change with the values that hold what both wanted, as far as there are such. */
function merged<Held extends Card, Fields extends object>(
  change: Change<Held, Fields>,
  now: Held,
): Change<Held, Fields> {
  const fields = { ...change.fields } as Values
  const held = { ...change.held } as Values
  for (const [name, mine] of Object.entries(change.fields)) {
    const column = columnOf(change, name)
    const [base, theirs] = [valueIn(change.held, column), valueIn(now, column)]
    const both = isSame(base, theirs) ? undefined : change.merge?.(name, base, mine, theirs)
    if (both === undefined) continue
    fields[name] = both
    held[column] = theirs
  }
  return { ...change, fields: fields as Fields, held: held as Held }
}

function conflictsOf<Held extends Card, Fields extends object>(
  change: Change<Held, Fields>,
  now: Held,
): Conflict[] {
  const { held, fields, words, queryClient } = change
  const names = namesIn(queryClient, now)
  const shown = (field: string, value: unknown) =>
    field.endsWith('_id') ? (names.get(value) ?? value) : value
  const title = (now as Values).name
  return Object.entries(fields).flatMap(([field, mine]) => {
    const column = columnOf(change, field)
    const [base, theirs] = [valueIn(held, column), valueIn(now, column)]
    if (isSame(base, theirs) || isSame(theirs, mine)) return []
    const word = `${words[0]}:${words[1]}.${referenceOf(column)}`
    const label = i18next.exists(word) ? i18next.t(word) : undefined
    const values = {
      base: shown(field, base),
      theirs: shown(field, theirs),
      mine: shown(field, mine),
    }
    const name = typeof title === 'string' ? title : ''
    return [{ key: field, field: column, kind: 'both_changed' as const, name, label, ...values }]
  })
}

/** The fields that are left when the viewer has decided; null: none. Put off, it stays refused. */
async function decided<Held extends Card, Fields extends object>(
  { fields, isWhole }: Change<Held, Fields>,
  conflicts: readonly Conflict[],
  error: unknown,
): Promise<Fields | null> {
  const choices = await ask(conflicts[0]?.name ?? '', conflicts)
  if (choices === null) throw error
  const given = new Set(
    conflicts.map(({ key }) => key).filter((key) => choices.get(key) !== 'mine'),
  )
  if (isWhole && given.size > 0) return null
  const left = Object.entries(fields).filter(([name]) => !given.has(name))
  return left.length === 0 ? null : (Object.fromEntries(left) as Fields)
}

/** Both changes of a list whose items are known by a key; undefined where they touch the same. */
export function mergedLists<Item>(
  keyOf: (item: Item, at: number) => string,
  base: readonly Item[],
  mine: readonly Item[],
  theirs: readonly Item[],
): Item[] | undefined {
  const byKey = (items: readonly Item[]) =>
    new Map(items.map((item, at) => [keyOf(item, at), item]))
  const [was, now, other] = [byKey(base), byKey(mine), byKey(theirs)]
  const differs = (one: Map<string, Item>) =>
    [...new Set([...was.keys(), ...one.keys()])].filter(
      (key) => !isSame(was.get(key), one.get(key)),
    )
  const changed = differs(now)
  const touched = new Set(differs(other))
  if (changed.some((key) => touched.has(key) && !isSame(now.get(key), other.get(key))))
    return undefined
  for (const key of changed) {
    const item = now.get(key)
    if (item === undefined) other.delete(key)
    else other.set(key, item)
  }
  return [...other.values()]
}
