import { useTranslation } from 'react-i18next'
import { useClassName } from '@/lib/classes'
import { useMay } from '@/lib/session'
import { ClassTag } from '@/ui/ClassTag'
import { ClassChoice } from '@/ui/RecordClass'
import type { Project } from '../queries'
import { LOWER_CLASS, useEditProject } from '../useEditProject'

/** The class of a project that was raised, from which it can be lowered. */
export function ProjectClass({ project }: { project: Project }) {
  const { t } = useTranslation('projects')
  const { id, name, classification } = project
  const className = useClassName(classification > 0)
  const edit = useEditProject()
  const mayLower = useMay(LOWER_CLASS)
  if (classification === 0) return null
  return (
    <ClassChoice
      label={`${t('column.classification')} ${className(classification)}`}
      shown={<ClassTag level={classification} />}
      record={{ kind: 'project', id, name }}
      level={classification}
      may={false}
      mayLower={mayLower}
      onSave={(level) => edit(project, 'classification', { classification: level })}
    />
  )
}
