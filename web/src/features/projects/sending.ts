import type { QueryClient } from '@tanstack/react-query'
import { client, unwrap } from '@/api/client'
import type { Choice, Conflict, Sender } from '@/lib/outbox/entry'
import { areStorable } from '@/lib/outbox/storable'
import { adopt, type Project, type ProjectChange } from './queries'

export const PROJECT_CHANGE = 'project.change'
export const laneOf = (projectId: string) => `project ${projectId}`

type Field = keyof ProjectChange

/** A change of some fields of a project, and what they were when it was made. */
export type ProjectEdit = {
  project: { id: string; name: string; version: number; plan_version: number | null }
  before: ProjectChange
  change: ProjectChange
  /** What people call the objects that are named by id. */
  names: Record<string, string>
}

type Overtaken = {
  current?: Project
  by?: string
  at?: string
  plan_version?: number
  conflicts?: { field: string; base: unknown; theirs: unknown; by: string; at: string }[]
}

/** The value of a field as it is written in a change. */
export function writtenValue(project: Project, field: Field): unknown {
  if (field === 'manager_id') return project.manager?.id ?? null
  if (field === 'unit_id') return project.unit?.id ?? null
  return project[field]
}

export const writtenValues = (project: Project, change: ProjectChange): ProjectChange =>
  Object.fromEntries(
    Object.keys(change).map((name) => [name, writtenValue(project, name as Field)]),
  )

const fieldsOf = (change: ProjectChange) => Object.keys(change) as Field[]

/** The status date belongs to the plan and is changed there. */
async function send({ project, change }: ProjectEdit, key: string): Promise<Project> {
  const path = { project_id: project.id }
  const { status_date, ...body } = change
  if (status_date === undefined)
    return unwrap(
      client.PATCH('/api/v1/projects/{project_id}', {
        params: { path, header: { 'If-Match': `"${project.version}"` } },
        body,
      }),
    )
  await unwrap(
    client.POST('/api/v1/projects/{project_id}/plan/edits', {
      params: { path },
      headers: { 'Idempotency-Key': key },
      body: {
        operations: [{ op: 'update_project', fields: { status_date } }],
        plan_version: project.plan_version,
      },
    }),
  )
  return unwrap(client.GET('/api/v1/projects/{project_id}', { params: { path } }))
}

/** Somebody changed other fields only, or the very same thing was done already. */
export function merge(edit: ProjectEdit, problem: unknown) {
  const { current } = problem as Overtaken
  if (!current) return null
  const names = fieldsOf(edit.change)
  if (names.every((name) => writtenValue(current, name) === edit.change[name]))
    return { done: current }
  if (names.every((name) => writtenValue(current, name) === edit.before[name]))
    return { again: { ...edit, project: { ...edit.project, version: current.version } } }
  return null
}

export function conflicts(edit: ProjectEdit, problem: unknown): Conflict[] {
  const { current, by, at, conflicts: met = [] } = (problem ?? {}) as Overtaken
  const shown = (id: unknown) => edit.names[String(id)] ?? id
  const theirs = current ? namesOf(current) : {}
  const common = { kind: 'both_changed' as const, name: edit.project.name }
  const ofPlan = met.map((one) => ({
    ...one,
    ...common,
    key: one.field,
    mine: edit.change.status_date,
  }))
  if (!current) return ofPlan
  return fieldsOf(edit.change)
    .filter((name) => writtenValue(current, name) !== edit.change[name])
    .map((name) => {
      const now = writtenValue(current, name)
      return {
        ...common,
        key: name,
        field: name,
        base: shown(edit.before[name]),
        theirs: theirs[String(now)] ?? now,
        mine: shown(edit.change[name]),
        by,
        at,
      }
    })
}

/** What people call the objects that a project names. */
export const namesOf = ({ manager, unit }: Project): Record<string, string> => ({
  ...(unit && { [unit.id]: unit.name }),
  ...(manager && { [manager.id]: manager.name }),
})

function resolve(edit: ProjectEdit, problem: unknown, choices: ReadonlyMap<string, Choice>) {
  const { current, plan_version } = problem as Overtaken
  const decided = new Set(conflicts(edit, problem).map(({ key }) => key))
  const kept = Object.entries(edit.change).filter(
    ([name]) => !decided.has(name) || choices.get(name) === 'mine',
  )
  if (kept.length === 0) return null
  const change = Object.fromEntries(kept) as ProjectChange
  const project = {
    ...edit.project,
    version: current?.version ?? edit.project.version,
    plan_version: plan_version ?? edit.project.plan_version,
  }
  return {
    ...edit,
    project,
    change,
    before: current ? writtenValues(current, change) : edit.before,
  }
}

export function projectSender(queryClient: QueryClient): Sender<ProjectEdit, Project> {
  return {
    send,
    merge,
    conflicts,
    resolve,
    onSent: (changed) => {
      adopt(queryClient, changed)
      void queryClient.invalidateQueries({ queryKey: ['projects', 'roadmap'] })
    },
    follow: (later, { version, plan_version }) => {
      const isNext = version === later.project.version + 1
      return isNext ? { ...later, project: { ...later.project, version, plan_version } } : later
    },
    describe: ({ project, change, names }) => ({
      where: project.name,
      lines: Object.entries(change).map(([field, value]) => ({
        what: '',
        field,
        value: names[String(value)] ?? value,
      })),
    }),
    isStorable: ({ change }) => areStorable('projects.Project', change),
  }
}
