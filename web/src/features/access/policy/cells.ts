import type { FieldCatalogue } from '@/lib/classes'
import type { Cell, Effect } from './queries'
import { fromClass } from './rules'

const MASKING: Effect[] = ['masked', 'on_request']
/** Of how many values a sum is told at least. */
export const LEAST = 5

/** What the form of a rule holds: what nobody chose is absent. */
export type Asked = Pick<Cell, 'subject' | 'effect'> &
  Partial<Pick<Cell, 'name' | 'state' | 'at_least' | 'relation' | 'mask' | 'k'>>

/** The rule that was asked for, over nothing yet. */
export const cellOf = ({
  subject,
  name,
  state,
  at_least,
  relation,
  effect,
  mask,
  k,
}: Asked): Cell => ({
  subject,
  name: subject === 'everyone' ? '' : (name ?? ''),
  resource: '',
  field: '',
  classification: null,
  state: state ?? '',
  at_least: at_least ?? null,
  relation: relation ?? '',
  effect,
  mask: MASKING.includes(effect) ? (mask ?? '') : '',
  k: effect === 'aggregate' ? (k ?? LEAST) : 0,
})

/** Where a rule counts: in records that were raised to a class, or for fields of it anywhere. */
export type Counting = 'records' | 'fields'

export type AskedOfClass = Asked & {
  resource?: string
  /** One field; absent: all fields of the resource, or of every one. */
  field?: string
  from: number
  counts?: Counting
}

/** The cells of a rule over the classes from one on. */
export function classCells({ resource = '', field, from, counts, ...asked }: AskedOfClass): Cell[] {
  const cell = { ...cellOf(asked), resource }
  if (field) return [{ ...cell, field, at_least: from }]
  return fromClass(counts === 'records' ? { ...cell, at_least: from } : cell, from)
}

export type AskedToClose = {
  from: number
  counts: Counting
  /** Who is let in, each as `subject:name`. */
  readers: string[]
  effect: 'read' | 'write'
  /** Whether those keep what they see to whom a record belongs or who lead it. */
  areOwnersKept: boolean
}

export const readerKey = (subject: 'role' | 'permission', name: string) => `${subject}:${name}`

/** The cells that close all from one class on to all but some. */
export function closingCells(
  { from, counts, readers, effect, areOwnersKept }: AskedToClose,
  { resources }: FieldCatalogue,
): Cell[] {
  const over = { from, counts }
  const named = readers.map((key) => {
    const [subject = '', name = ''] = key.split(/:(.*)/s)
    return { subject: subject as Cell['subject'], name, effect }
  })
  const related = resources
    .filter(({ has_class }) => has_class || counts === 'fields')
    .flatMap(({ name: resource, relations }) =>
      relations.map((relation) => ({ resource, relation: relation as Cell['relation'] })),
    )
  return [
    ...classCells({ ...over, subject: 'everyone', effect: 'none' }),
    ...named.flatMap((one) => classCells({ ...over, ...one })),
    ...(areOwnersKept ? related : []).flatMap((one) =>
      classCells({ ...over, ...one, subject: 'everyone', effect: 'write' }),
    ),
  ]
}
