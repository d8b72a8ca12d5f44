import { PickPlanFile, PlanFileDrop } from '@/features/integrations/components/PlanFileDrop'
import { NewProjectButton } from '@/features/projects/components/NewProjectButton'
import { ProjectList } from '@/features/projects/components/ProjectList'
import { Can } from '@/ui/Can'

const CREATE = 'projects.create'

/** The list of projects, on which a plan file can be dropped. */
export function ProjectsPage() {
  return (
    <PlanFileDrop>
      <ProjectList
        actions={
          <Can permission={CREATE}>
            <NewProjectButton />
            <PickPlanFile isMain />
          </Can>
        }
        importHint={
          <Can permission={CREATE}>
            <PickPlanFile isMain />
          </Can>
        }
      />
    </PlanFileDrop>
  )
}
