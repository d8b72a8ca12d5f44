import type { QueryClient } from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'
import type { Choice, Conflict, Description, Entry, Sender } from '@/lib/outbox/entry'
import { areStorable } from '@/lib/outbox/storable'
import { PROGRESS_REPORT, type ProgressReport, type Report } from '@/lib/progressReport'
import { refreshAfter, type Work, type WorkTask } from './queries'

type Answer = Schema<'ProgressOut'>
type Met = Omit<Conflict, 'key' | 'isLocked'> & { is_locked: boolean }
type Overtaken = { plan_version?: number; conflicts?: Met[] }

const send = ({ task, report, plan_version, own_versions }: ProgressReport, key: string) =>
  unwrap(
    client.POST('/api/v1/projects/{project_id}/tasks/{task_id}/progress', {
      params: { path: { project_id: task.project.id, task_id: task.id } },
      headers: { 'Idempotency-Key': key },
      body: { ...report, plan_version, own_versions },
    }),
  )

const conflicts = (_: ProgressReport, problem: unknown): Conflict[] =>
  ((problem as Overtaken | undefined)?.conflicts ?? []).map((met) => ({
    ...met,
    key: met.field,
    isLocked: met.is_locked,
  }))

/** What a report says belongs together: it is made again on what is there now, or given up. */
function resolve(
  said: ProgressReport,
  problem: unknown,
  choices: ReadonlyMap<string, Choice>,
): ProgressReport | null {
  const { plan_version } = problem as Overtaken
  const isKept = conflicts(said, problem).every(({ key }) => choices.get(key) === 'mine')
  if (!isKept) return null
  return { ...said, plan_version: plan_version ?? said.plan_version, own_versions: [] }
}

const describe = ({ task, report }: ProgressReport): Description => ({
  where: task.project.name,
  lines: Object.entries(report).map(([field, value]) => ({
    what: task.name,
    field,
    value,
  })),
})

/** How reports of progress are sent: also long after they were made, and each of them once. */
export const reportSender = (queryClient: QueryClient): Sender<ProgressReport, Answer> => ({
  send,
  conflicts,
  resolve,
  describe,
  onSent: (_, { task }) => void refreshAfter(queryClient, task.project.id),
  follow: (later, { event_id, plan_version }) =>
    event_id ? { ...later, own_versions: [...later.own_versions, plan_version] } : later,
  isStorable: ({ report }) => areStorable('planning.Task', report),
})

const ofReports = (entries: readonly Entry[]) =>
  entries.filter(({ kind, state }) => kind === PROGRESS_REPORT && state !== 'refused')

/** Whether a report is just being sent: what follows from it is not known yet. */
export const isSending = (entries: readonly Entry[]): boolean =>
  ofReports(entries).some(({ state, isLate }) => state === 'waiting' && !isLate)

/** A task as it was reported; what follows from it is computed by the server. */
function reported(task: WorkTask, report: Report): WorkTask {
  const isDone = report.is_done === true || report.percent_complete === 1
  const share = isDone ? 1 : (report.percent_complete ?? task.percent_complete)
  const ticks = new Map(report.ticks?.map(({ id, is_done }) => [id, is_done]))
  const hasBegun = report.is_started === true || share > 0
  return {
    ...task,
    percent_complete: share,
    actual_start: report.actual_start ?? task.actual_start ?? (hasBegun ? task.start : null),
    actual_finish: report.actual_finish ?? task.actual_finish ?? (isDone ? task.finish : null),
    blocked_because: report.blocked_because ?? task.blocked_because,
    checklist:
      task.checklist?.map((item) => ({
        ...item,
        is_done: ticks.get(item.id) ?? item.is_done,
      })) ?? null,
  }
}

/** One's work with the reports that still wait to be sent. */
export function withReports(work: Work, entries: readonly Entry[]): Work {
  const waiting = ofReports(entries)
    // A tick moves nothing, so it is shown at once.
    .filter(({ isLate, payload }) => isLate || (payload as ProgressReport).report.ticks)
    .map(({ payload }) => payload as ProgressReport)
  if (waiting.length === 0) return work
  const now = (task: WorkTask) =>
    waiting
      .filter((one) => one.task.id === task.id)
      .reduce((so, { report }) => reported(so, report), task)
  return {
    ...work,
    groups: work.groups.map((group) => ({ ...group, tasks: group.tasks.map(now) })),
  }
}
