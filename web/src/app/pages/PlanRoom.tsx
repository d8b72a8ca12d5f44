import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { PresenceBar } from '@/features/collaboration/presence/PresenceBar'
import { personOf } from '@/features/collaboration/presence/people'
import type { Presence } from '@/features/collaboration/presence/presence'
import { usePresence } from '@/features/collaboration/presence/usePresence'
import { PlanPage, type Together } from '@/features/planning/pages/PlanPage'
import { projectQuery } from '@/features/projects/queries'
import type { PersonAt } from '@/ui/gantt/props'

/** Who is at which row of the plan. */
function byTask(others: readonly Presence[]): ReadonlyMap<string, readonly PersonAt[]> {
  const found = new Map<string, PersonAt[]>()
  for (const one of others) {
    if (!one.subject_id) continue
    const there = found.get(one.subject_id) ?? []
    found.set(one.subject_id, [...there, { ...personOf(one), field: one.field }])
  }
  return found
}

/** The plan of a project, and those who have it open at the same time. */
export function PlanRoom() {
  const { projectId } = useParams({ from: '/shell/projects/$projectId/plan' })
  const { data: project } = useSuspenseQuery(projectQuery(projectId))
  const { others, move } = usePresence(project.scope_id, 'plan')
  const together: Together = useMemo(
    () => ({
      presence: byTask(others),
      onPlace: move,
      people: (nameOf) => <PresenceBar others={others} nameOf={nameOf} />,
    }),
    [others, move],
  )

  return <PlanPage together={together} />
}
