import type { Schema } from '@/api/client'

export const PROGRESS_REPORT = 'work.report'

export type Report = Omit<Schema<'ProgressIn'>, 'plan_version' | 'own_versions'>

/** A report, the version of the plan that was seen, and the later ones that came of other reports. */
export type ProgressReport = {
  task: { id: string; name: string; project: { id: string; name: string } }
  report: Report
  plan_version: number
  own_versions: number[]
}

type Reported = {
  id: string
  name: string
  project: { id: string; name: string; plan_version: number }
}

/** Reports on the tasks of one project follow each other. */
export const reportLaneOf = (projectId: string) => `progress ${projectId}`

export const progressReport = (
  { id, name, project }: Reported,
  report: Report,
): ProgressReport => ({
  task: { id, name, project: { id: project.id, name: project.name } },
  report,
  plan_version: project.plan_version,
  own_versions: [],
})
