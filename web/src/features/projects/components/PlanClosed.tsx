import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/ui/EmptyState'
import { Locked } from '@/ui/Locked'
import type { Project } from '../queries'

/** What stands in the place of a plan that is closed to the viewer: a lock with its class. */
export function PlanClosed({ project }: { project: Project }) {
  const { t } = useTranslation('projects')
  return (
    <EmptyState
      title={t('closedPlan.title')}
      hint={t('closedPlan.hint')}
      action={
        <Locked of={project} field="start">
          {null}
        </Locked>
      }
    />
  )
}
