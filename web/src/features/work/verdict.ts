import type { TiedTask, Work, WorkTask } from './queries'

/** What the page says first: each part is the key of a sentence, with its number or name. */
export type VerdictPart = {
  key: 'nothing' | 'overdue' | 'dueToday' | 'underWay' | 'calm' | 'blocked' | 'waitsForYou'
  count?: number
  name?: string
}

/** The tasks of a group. */
export const tasksOf = (work: Work, code: Work['groups'][number]['code']): WorkTask[] =>
  work.groups.find((group) => group.code === code)?.tasks ?? []

/** What of others cannot begin before a task; a milestone stands first. */
export const heldUpByMe = (task: WorkTask): TiedTask | undefined =>
  task.holds_up.find(({ is_mine }) => !is_mine)

/** The verdict over one's work, the most urgent first. */
export function verdictOf(work: Work): VerdictPart[] {
  const { counts } = work
  const n_open =
    counts.overdue + counts.today + counts.this_week + counts.next + counts.later + counts.blocked
  if (n_open === 0) return [{ key: 'nothing' }]
  const n_running = counts.today - counts.due_today
  const late = [
    ...(counts.overdue > 0 ? [{ key: 'overdue' as const, count: counts.overdue }] : []),
    ...(counts.due_today > 0 ? [{ key: 'dueToday' as const, count: counts.due_today }] : []),
  ]
  const urgent = [...tasksOf(work, 'overdue'), ...tasksOf(work, 'today')]
  const waiting = urgent
    .filter(({ why }) => why === 'overdue' || why === 'due_today')
    .map(heldUpByMe)
    .find((one) => one?.name)
  return [
    ...late,
    ...(n_running > 0 ? [{ key: 'underWay' as const, count: n_running }] : []),
    ...(late.length === 0 && n_running === 0 ? [{ key: 'calm' as const }] : []),
    ...(counts.blocked > 0 ? [{ key: 'blocked' as const, count: counts.blocked }] : []),
    ...(waiting?.name ? [{ key: 'waitsForYou' as const, name: waiting.name }] : []),
  ]
}
