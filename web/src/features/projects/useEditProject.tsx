import { useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Refusal } from '@/api/client'
import { askToLower, takesTwo, type Wish } from '@/lib/lowering'
import { Discarded } from '@/lib/outbox/outbox'
import { useOutbox } from '@/lib/outbox/useOutbox'
import { useRefusalText } from '@/lib/useRefusalText'
import type { FieldName } from './fields'
import { adopt, type Project, type ProjectChange, type ProjectRow } from './queries'
import { laneOf, namesOf, PROJECT_CHANGE, type ProjectEdit, writtenValues } from './sending'

const TOAST = 'project-change'
export const LOWER_CLASS = 'projects.lower_class'

/** A project, and what the viewer may do to it as far as that is known. */
type Edited = Project & Partial<Pick<ProjectRow, '_may'>>
type Labelled = { value: string; label: string }

/** Sends a change of a project, and shows it at once as far as nothing is computed from it. */
function useSendChange() {
  const queryClient = useQueryClient()
  const outbox = useOutbox()

  return (project: Project, change: ProjectChange): Promise<Project> => {
    const held = queryClient.getQueriesData<Labelled[]>({ queryKey: ['projects', 'people'] })
    const people = held.flatMap(([, found]) => found ?? [])
    const names = {
      ...Object.fromEntries(people.map(({ value, label }) => [value, label])),
      ...namesOf(project),
    }
    const ids = Object.values(change).filter((one) => typeof one === 'string' && one in names)
    const { id, name, version, plan_version } = project
    const edit: ProjectEdit = {
      project: { id, name, version, plan_version },
      before: writtenValues(project, change),
      change,
      names: {
        ...Object.fromEntries(ids.map((one) => [one, names[one as string] ?? ''])),
        ...namesOf(project),
      },
    }
    const { manager_id, unit_id: _, ...plain } = change
    const manager =
      manager_id === undefined
        ? project.manager
        : manager_id && { id: manager_id, name: names[manager_id] ?? '' }
    adopt(queryClient, { ...project, ...plain, manager } as Project)
    return outbox.add<Project>(PROJECT_CHANGE, laneOf(id), edit).catch((error: unknown) => {
      void queryClient.invalidateQueries({ queryKey: ['projects'] })
      throw error
    })
  }
}

/** Whether another person may be asked for what was refused: it takes two, or a right. */
const isForAnother = (error: unknown) =>
  takesTwo(error) || (error instanceof Refusal && error.code === 'access.forbidden')

/** The lower class that a change would give a project, if it would. */
function wishOf({ id, name, classification }: Project, change: ProjectChange): Wish | undefined {
  const lower = change.classification
  if (typeof lower !== 'number' || lower >= classification) return undefined
  return { record: { kind: 'project', id, name }, was: classification, classification: lower }
}

/** Changes one field of a project, and offers to take it back. */
export function useEditProject() {
  const { t } = useTranslation('projects')
  const { message } = App.useApp()
  const explain = useRefusalText()
  const sendChange = useSendChange()

  const send = (project: Project, change: ProjectChange) =>
    sendChange(project, change).catch((error: unknown) => {
      if (error instanceof Discarded) return undefined
      const wish = wishOf(project, change)
      if (wish && isForAnother(error)) {
        askToLower(wish)
        return undefined
      }
      message.open({ key: TOAST, type: 'error', duration: 8, content: explain(error) })
      return undefined
    })

  return async (project: Edited, field: FieldName, change: ProjectChange) => {
    const wish = wishOf(project, change)
    if (wish && project._may?.includes(LOWER_CLASS) === false) return askToLower(wish)
    const back = writtenValues(project, change)
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
