import type { Cell, Effect } from './queries'

/** The classes, the lowest first. */
export const LEVELS = [0, 1, 2, 3] as const
export const HIGHEST = 3

/** A rule as people say it: cells over classes in a row that otherwise say the same are one. */
export type Rule = {
  key: string
  /** What it says; of its cells, the one over the lowest class. */
  cell: Cell
  cells: Cell[]
  /** Over which classes of fields; none where it is over one field. */
  from?: number
  to?: number
}

const written = (parts: object) => JSON.stringify(Object.entries(parts).sort())

/** What makes two cells speak of the same people and rows. */
const subjectOf = ({ effect: _e, mask: _m, k: _k, ...rest }: Cell) => written(rest)

const exceptClass = ({ classification: _, ...rest }: Cell) => written(rest)

const levelOf = ({ classification }: Cell) => classification ?? -1

/** By what they are over, the widest first; what is said of everyone before what others get. */
const inOrder = ({ cell: a }: Rule, { cell: b }: Rule) =>
  a.resource.localeCompare(b.resource) ||
  a.field.localeCompare(b.field) ||
  Number(b.subject === 'everyone') - Number(a.subject === 'everyone')

/** The rules that cells make. */
export function rulesOf(cells: Cell[]): Rule[] {
  const alike = new Map<string, Cell[]>()
  for (const cell of cells) {
    const key = exceptClass(cell)
    alike.set(key, [...(alike.get(key) ?? []), cell])
  }
  return [...alike.values()].flatMap(inARow).sort(inOrder)
}

function inARow(alike: Cell[]): Rule[] {
  const runs: [Cell, ...Cell[]][] = []
  for (const cell of [...alike].sort((a, b) => levelOf(a) - levelOf(b))) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run && last && levelOf(cell) === levelOf(last) + 1) run.push(cell)
    else runs.push([cell])
  }
  return runs.map(([cell, ...others]) => {
    const from = cell.classification ?? undefined
    const to = from === undefined ? undefined : from + others.length
    return { key: written(cell), cell, cells: [cell, ...others], from, to }
  })
}

/** Whether a rule speaks of classes: those of fields, or those of records. */
export const isOfClasses = ({ cell, from }: Rule) =>
  from !== undefined || typeof cell.at_least === 'number'

/** Whether a rule is over all fields of the records of a class and those above it. */
export const isOfRecords = ({ cell, from, to }: Rule) =>
  from !== undefined && from === cell.at_least && to === HIGHEST

/** The cells that say the same of each class from one on. */
export const fromClass = (cell: Cell, from: number): Cell[] =>
  LEVELS.filter((level) => level >= from).map((classification) => ({ ...cell, classification }))

/** Cells with others, which take the place of those that speak of the same people and rows. */
export function withCells(cells: Cell[], added: Cell[]): Cell[] {
  const said = new Set(added.map(subjectOf))
  return [...cells.filter((one) => !said.has(subjectOf(one))), ...added]
}

/** What a document says that another does not, rule by rule. */
export function compared(before: Cell[], after: Cell[]) {
  const cells = (all: Cell[]) => new Set(all.map(written))
  const [old, now] = [cells(before), cells(after)]
  return {
    added: rulesOf(after.filter((one) => !old.has(written(one)))),
    removed: rulesOf(before.filter((one) => !now.has(written(one)))),
  }
}

const CLOSING: Effect[] = ['none', 'exists', 'masked', 'aggregate']

/** From which class on all of every record is closed to everybody whom no other rule lets in. */
export function closedFrom(rules: Rule[]): number | undefined {
  const levels = rules
    .filter(
      ({ cell: { subject, resource, field, state, relation, effect }, to }) =>
        subject === 'everyone' &&
        CLOSING.includes(effect) &&
        to === HIGHEST &&
        !(resource || field || state || relation),
    )
    .map(({ cell, from = 0 }) => Math.max(from, cell.at_least ?? 0))
  return levels.length > 0 ? Math.min(...levels) : undefined
}
