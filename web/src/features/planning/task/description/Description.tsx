import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Operation } from '@/ui/gantt/edit/operations'
import type { PlanModel, PlanTask } from '@/ui/gantt/model/plan'
import { Locked } from '@/ui/Locked'
import { Markdown } from '@/ui/markdown/Markdown'
import { taskQuery } from '../queries'

const DescriptionEditor = lazy(() =>
  import('./DescriptionEditor').then((module) => ({ default: module.DescriptionEditor })),
)

type DescriptionProps = {
  plan: PlanModel
  task: PlanTask
  readOnly: boolean
  onEdit: (operations: Operation[]) => Promise<unknown>
}

/** What a task is about: read as it is written, edited where it is read. */
export function Description({ plan, task, readOnly, onEdit }: DescriptionProps) {
  const { t } = useTranslation('task')
  const { data } = useQuery(taskQuery(plan.project.id, task.id))
  const [isEditing, setEditing] = useState(false)
  const notes = data?.notes ?? ''

  const isHidden = data?._locked?.includes('notes') ?? false

  if (data && readOnly && notes === '' && !isHidden) return null
  const stop = () => setEditing(false)
  // What was refused stays in the editor.
  const save = (text: string) =>
    onEdit([{ op: 'update_task', id: task.id, fields: { notes: text } }]).then(
      stop,
      () => undefined,
    )
  return (
    <section className="section" aria-label={t('description')}>
      <h4 className="section-title">
        {t('description')}
        {data && !readOnly && !isEditing && !isHidden && (
          <Button type="link" size="small" onClick={() => setEditing(true)}>
            {t(notes === '' ? 'describe' : 'editDescription')}
          </Button>
        )}
      </h4>
      <Suspense fallback={<Skeleton active paragraph={{ rows: 2 }} title={false} />}>
        {!data ? (
          <Skeleton active paragraph={{ rows: 2 }} title={false} />
        ) : isEditing ? (
          <DescriptionEditor source={notes} onCancel={stop} onSave={save} />
        ) : (
          <Locked of={data} field="notes" kind="task">
            {notes !== '' && <Markdown text={notes} below={4} />}
          </Locked>
        )}
      </Suspense>
    </section>
  )
}
