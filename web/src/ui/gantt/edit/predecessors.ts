import { isAncestor } from '../model/outline'
import type { LagUnit, LinkType, PlanLink, PlanModel, PlanTask } from '../model/plan'
import { type DurationUnits, decimal, parseDuration, plain, writeDuration } from './duration'
import type { LinkFields, Operation } from './operations'

/** One predecessor as typed: `3FS+2d`. */
export interface Predecessor extends LinkFields {
  /** Number of the task, or its WBS code. */
  reference: string
}

export type PredecessorFault =
  | 'predecessors_unreadable'
  | 'predecessor_unknown'
  | 'predecessor_self'
  | 'predecessor_family'
  | 'predecessor_twice'

export interface Fault<Code extends string> {
  error: Code
  params: Record<string, string>
}

const ENTRY = /^(\d+(?:\.\d+)*)\s*(fs|ss|ff|sf)?\s*(?:([+-])\s*(.+))?$/
const PERCENT = /^(\d+(?:\.\d+)?)\s*(e)?%$/

function parseLag(
  sign: number,
  text: string,
  units: DurationUnits,
): Pick<LinkFields, 'lag' | 'lag_unit'> | null {
  const percent = PERCENT.exec(text)
  if (percent) {
    const lag_unit: LagUnit = percent[2] ? 'elapsed_percent' : 'percent'
    return { lag: sign * Math.round(Number(percent[1])), lag_unit }
  }
  const lag = parseDuration(text, units)
  if (!lag) return null
  return { lag: sign * lag.minutes, lag_unit: lag.is_elapsed ? 'elapsed' : 'working' }
}

/** `3FS+2d; 5SS` as entries; `null` where a part cannot be read. Nothing typed is no predecessors. */
export function parsePredecessors(text: string, units: DurationUnits): Predecessor[] | null {
  const entries: Predecessor[] = []
  for (const part of plain(text).split(/[;,\u3001\n]/)) {
    if (!part.trim()) continue
    const match = ENTRY.exec(part.trim())
    if (!match) return null
    const [, reference = '', type = 'fs', sign, lagText] = match
    const lag = lagText
      ? parseLag(sign === '-' ? -1 : 1, lagText.trim(), units)
      : ({ lag: 0, lag_unit: 'working' } as const)
    if (!lag) return null
    entries.push({ reference, type: type as LinkType, ...lag })
  }
  return entries
}

function formatLag(link: LinkFields, units: DurationUnits): string {
  if (link.lag === 0) return ''
  const sign = link.lag < 0 ? '-' : '+'
  const size = Math.abs(link.lag)
  if (link.lag_unit === 'percent') return `${sign}${decimal(size)}%`
  if (link.lag_unit === 'elapsed_percent') return `${sign}${decimal(size)}e%`
  return sign + writeDuration(size, link.lag_unit === 'elapsed', units)
}

/** One predecessor as the grammar writes it: `3`, `5SS`, `3FS+2d`. */
export function formatPredecessor(number: number, link: LinkFields, units: DurationUnits): string {
  const lag = formatLag(link, units)
  const type = link.type === 'fs' && !lag ? '' : link.type.toUpperCase()
  return `${number}${type}${lag}`
}

/** Type and lag of a link, as `FS+2d`. */
export const formatTerms = (link: LinkFields, units: DurationUnits): string =>
  link.type.toUpperCase() + formatLag(link, units)

/** The type and lag that were typed, or `null` where they cannot be read. */
export function parseTerms(text: string, units: DurationUnits): LinkFields | null {
  // The grammar of predecessors, with any task in the place of the one that is known.
  const entries = parsePredecessors(`1${text.trim()}`, units)
  if (entries?.length !== 1) return null
  const [{ reference, ...terms }] = entries as [Predecessor]
  return reference === '1' ? terms : null
}

/** The predecessors of a task as typed text. */
export function predecessorsText(shown: PlanModel, task: PlanTask): string {
  const plan = shown.whole ?? shown
  const links = plan.linkIndex.into.get(task.id)
  if (!links) return ''
  return links
    .map((link) => {
      const before = plan.tasks[plan.outline.indexById.get(link.before_id) ?? -1]
      return before ? formatPredecessor(before.number, link, plan.project) : ''
    })
    .filter(Boolean)
    .join('; ')
}

function findTask(plan: PlanModel, reference: string): PlanTask | undefined {
  const byNumber = reference.includes('.') ? undefined : plan.taskByNumber.get(Number(reference))
  return byNumber ?? plan.tasks.find((task) => task.wbs_code === reference)
}

/** Why one task may not wait for another, if it may not. A cycle is left to the server, which names it. */
export function linkFault(
  plan: PlanModel,
  before: PlanTask,
  after: PlanTask,
): PredecessorFault | null {
  if (before.id === after.id) return 'predecessor_self'
  const { outline } = plan
  const a = outline.indexById.get(before.id) ?? -1
  const b = outline.indexById.get(after.id) ?? -1
  if (isAncestor(outline, a, b) || isAncestor(outline, b, a)) return 'predecessor_family'
  return null
}

function isSame(link: PlanLink, entry: LinkFields): boolean {
  return (
    link.type === entry.type &&
    link.lag === entry.lag &&
    (link.lag_unit === entry.lag_unit || entry.lag === 0)
  )
}

/** The operations that turn a task's predecessors into the ones typed. */
export function editPredecessors(
  shown: PlanModel,
  task: PlanTask,
  text: string,
): Operation[] | Fault<PredecessorFault> {
  const plan = shown.whole ?? shown
  const entries = parsePredecessors(text, plan.project)
  if (!entries) return { error: 'predecessors_unreadable', params: {} }
  const wanted = new Map<string, Predecessor>()
  for (const entry of entries) {
    const params = { reference: entry.reference }
    const before = findTask(plan, entry.reference)
    if (!before) return { error: 'predecessor_unknown', params }
    const fault = linkFault(plan, before, task)
    if (fault) return { error: fault, params }
    if (wanted.has(before.id)) return { error: 'predecessor_twice', params }
    wanted.set(before.id, entry)
  }
  return difference(plan, task, wanted)
}

function difference(
  plan: PlanModel,
  task: PlanTask,
  wanted: ReadonlyMap<string, Predecessor>,
): Operation[] {
  const operations: Operation[] = []
  const present = new Set<string>()
  for (const link of plan.linkIndex.into.get(task.id) ?? []) {
    const entry = wanted.get(link.before_id)
    if (!entry || present.has(link.before_id)) {
      operations.push({ op: 'delete_link', id: link.id })
    } else if (!isSame(link, entry)) {
      const { type, lag, lag_unit } = entry
      operations.push({ op: 'update_link', id: link.id, fields: { type, lag, lag_unit } })
    }
    present.add(link.before_id)
  }
  for (const [before_id, { type, lag, lag_unit }] of wanted) {
    if (present.has(before_id)) continue
    operations.push({ op: 'add_link', before_id, after_id: task.id, type, lag, lag_unit })
  }
  return operations
}
