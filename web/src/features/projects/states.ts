export const STATES = ['proposed', 'planned', 'active', 'on_hold', 'closed', 'cancelled'] as const
export type ProjectState = (typeof STATES)[number]

const STOPPED: ReadonlySet<string> = new Set(['on_hold', 'cancelled'])

/** Whether a change of state is a decision of the company: to admit, halt, end or take up again. */
export function isDecision(before: string, after: string): boolean {
  if (before === after) return false
  return before === 'proposed' || STOPPED.has(before) || STOPPED.has(after)
}
