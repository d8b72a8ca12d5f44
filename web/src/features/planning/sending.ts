import { MutationObserver, type QueryClient } from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'
import type { Choice, Conflict, Description, Sender } from '@/lib/outbox/entry'
import { isStorableOperation } from '@/lib/outbox/storable'
import type { Operation } from '@/ui/gantt/edit/operations'
import type { PlanModel } from '@/ui/gantt/model/plan'
import { adoptAnswer, editKey, planKey } from './queries'

export const PLAN_EDIT = 'plan.edit'
export const laneOf = (projectId: string) => `plan ${projectId}`

/** An edit of a plan, with what it was made on and what people call the things in it. */
export type PlanEdit = {
  projectId: string
  title: string
  operations: Operation[]
  plan_version: number | undefined
  /** Later versions that this tab made itself. */
  own_versions: number[]
  baselineId: string | undefined
  names: Record<string, string>
}

/** What the server tells of an edit that it refused as overtaken. */
type Met = {
  operation: number
  asked: string[]
  kind: Conflict['kind']
  name: string
  field: string
  base: unknown
  theirs: unknown
  mine: unknown
  by: string
  at: string
  is_locked: boolean
}
type Overtaken = { plan_version?: number; conflicts?: Met[] }

/** The versions that each plan got from this tab. */
const own = new Map<string, number[]>()

const idsOf = (operation: Operation): string[] =>
  Object.entries(operation)
    .filter(([name, value]) => /(^|_)id$/.test(name) && typeof value === 'string')
    .map(([, value]) => value as string)

/** The edit as it is put down: on the version that was seen, and with names that outlive the page. */
export function planEdit(
  plan: PlanModel,
  operations: Operation[],
  baselineId: string | undefined,
): PlanEdit {
  const whole = plan.whole ?? plan
  const names: Record<string, string> = {}
  for (const id of operations.flatMap(idsOf)) {
    const task = whole.tasks[whole.outline.indexById.get(id) ?? -1]
    if (task) names[id] = task.name
  }
  return {
    projectId: plan.project.id,
    title: plan.project.name,
    operations,
    plan_version: plan.plan_version,
    own_versions: (own.get(plan.project.id) ?? []).filter((one) => one > plan.plan_version),
    baselineId,
    names,
  }
}

const keyOf = ({ operation, asked }: Met) => `${operation} ${asked.join(' ')}`

const conflicts = (_: PlanEdit, problem: unknown): Conflict[] =>
  ((problem as Overtaken | undefined)?.conflicts ?? []).map((met) => ({
    ...met,
    key: keyOf(met),
    isLocked: met.is_locked,
  }))

/** An operation without the fields that somebody gave up; null where nothing is left of it. */
function without(operation: Operation, given: readonly (readonly string[])[]): Operation | null {
  if (given.some((asked) => asked.length === 0)) return null
  if (!('fields' in operation) || given.length === 0) return operation
  const dropped = new Set(given.flat())
  const left = Object.entries(operation.fields ?? {}).filter(([name]) => !dropped.has(name))
  if (left.length === 0) return null
  return { ...operation, fields: Object.fromEntries(left) } as Operation
}

/** The edit that is left when every conflict has been decided, made on the version that was seen. */
export function resolve(
  edit: PlanEdit,
  problem: unknown,
  choices: ReadonlyMap<string, Choice>,
): PlanEdit | null {
  const { conflicts: met = [], plan_version } = problem as Overtaken
  const operations = edit.operations.flatMap((operation, number) => {
    const given = met.filter(
      (one) =>
        one.operation === number &&
        (one.kind === 'they_removed' || choices.get(keyOf(one)) !== 'mine'),
    )
    return (
      without(
        operation,
        given.map(({ asked }) => asked),
      ) ?? []
    )
  })
  if (operations.length === 0) return null
  return { ...edit, operations, plan_version, own_versions: [] }
}

function describe({ title, operations, names }: PlanEdit): Description {
  const lines = operations.flatMap((operation) => {
    const [id = ''] = idsOf(operation)
    const what = names[id] ?? ('name' in operation ? operation.name : '')
    const fields = 'fields' in operation ? Object.entries(operation.fields ?? {}) : []
    if (!operation.op.startsWith('update_') || fields.length === 0)
      return [{ what, field: operation.op, value: undefined }]
    return fields.map(([field, value]) => ({ what, field, value }))
  })
  return { where: title, lines }
}

type Answer = Schema<'EditOut'>

/** Taking back what one did last, or making it again. */
export type PlanTurn = {
  projectId: string
  title: string
  turn: 'undo' | 'redo'
  baselineId: string | undefined
}
export const PLAN_TURN = 'plan.turn'

/** An edit or a turn of the same plan that comes later knows the version that this one made. */
const follow = <Later extends PlanEdit | PlanTurn>(
  later: Later,
  { event_id, plan_version }: Answer,
): Later =>
  event_id && 'own_versions' in later
    ? { ...later, own_versions: [...later.own_versions, plan_version] }
    : later

const postTurn = ({ projectId, turn, baselineId }: PlanTurn, key: string) => {
  const params = { path: { project_id: projectId }, query: { baseline_id: baselineId } }
  const headers = { 'Idempotency-Key': key }
  return turn === 'undo'
    ? client.POST('/api/v1/projects/{project_id}/plan/undo', { params, headers })
    : client.POST('/api/v1/projects/{project_id}/plan/redo', { params, headers })
}

/** Sends as a mutation, so that live news of the plan wait for the answer. */
const sendAs = (
  queryClient: QueryClient,
  { projectId, baselineId }: Pick<PlanTurn, 'projectId' | 'baselineId'>,
  mutationFn: () => Promise<Answer>,
) =>
  new MutationObserver(queryClient, {
    mutationKey: editKey(projectId),
    scope: { id: laneOf(projectId) },
    networkMode: 'always',
    mutationFn,
    onSuccess: (answer) => {
      const made = own.get(projectId) ?? []
      if (answer.event_id) own.set(projectId, [...made.slice(-200), answer.plan_version])
      adoptAnswer(queryClient, projectId, planKey(projectId, baselineId), answer)
    },
  }).mutate()

/** How turns are sent: behind the edits that they take back. */
export const turnSender = (queryClient: QueryClient): Sender<PlanTurn, Answer> => ({
  send: (turn, key) => sendAs(queryClient, turn, () => unwrap(postTurn(turn, key))),
  follow,
  conflicts: () => [],
  resolve: () => null,
  describe: ({ title, turn }) => ({
    where: title,
    lines: [{ what: '', field: turn, value: undefined }],
  }),
  isStorable: () => true,
})

/** How edits of plans are sent. */
export function planSender(queryClient: QueryClient): Sender<PlanEdit, Answer> {
  return {
    send: (edit, key) =>
      sendAs(queryClient, edit, () =>
        unwrap(
          client.POST('/api/v1/projects/{project_id}/plan/edits', {
            params: { path: { project_id: edit.projectId } },
            headers: { 'Idempotency-Key': key },
            body: {
              operations: edit.operations as Schema<'EditsIn'>['operations'],
              plan_version: edit.plan_version,
              own_versions: edit.own_versions,
              baseline_id: edit.baselineId,
            },
          }),
        ),
      ),
    follow,
    conflicts,
    resolve,
    describe,
    isStorable: ({ operations }) => operations.every(isStorableOperation),
  }
}
