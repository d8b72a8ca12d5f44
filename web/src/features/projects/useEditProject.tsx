import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useRefusalText } from '@/lib/useRefusalText'
import type { FieldName } from './fields'
import { type Project, type ProjectChange, useChangeProject } from './queries'

const TOAST = 'project-change'

/** What brings the fields of a change back to what they were. */
export function changeBack(project: Project, change: ProjectChange): ProjectChange {
  const before = Object.keys(change).map((name) => [
    name,
    name === 'manager_id' ? (project.manager?.id ?? null) : project[name as keyof Project],
  ])
  return Object.fromEntries(before)
}

/** Changes one field of a project, and offers to take it back. */
export function useEditProject() {
  const { t } = useTranslation('projects')
  const { message } = App.useApp()
  const explain = useRefusalText()
  const { mutateAsync } = useChangeProject()

  const send = (project: Project, change: ProjectChange) =>
    mutateAsync({ project, change }).catch((error: unknown) => {
      message.open({ key: TOAST, type: 'error', duration: 8, content: explain(error) })
    })

  return async (project: Project, field: FieldName, change: ProjectChange) => {
    const back = changeBack(project, change)
    if (JSON.stringify(back) === JSON.stringify(change)) return
    const changed = await send(project, change)
    if (!changed) return
    const undo = () => {
      message.destroy(TOAST)
      void send(changed, back)
    }
    message.open({
      key: TOAST,
      type: 'success',
      duration: 6,
      content: (
        <>
          {t('edited', { name: changed.name, field: t(`column.${field}`) })}
          <Button type="link" size="small" onClick={undo}>
            {t('undo')}
          </Button>
        </>
      ),
    })
  }
}
