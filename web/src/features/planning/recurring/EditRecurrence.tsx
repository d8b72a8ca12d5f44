import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isoOfMinute } from '@/lib/format'
import type { Operation } from '@/ui/gantt/edit/operations'
import type { PlanModel, PlanTask } from '@/ui/gantt/model/plan'
import { blankForm, formOf } from './pattern'
import { RecurringDialog } from './RecurringDialog'

type EditRecurrenceProps = {
  plan: PlanModel
  task: PlanTask
  onEdit: (operations: Operation[]) => Promise<unknown>
}

/** Changes when a recurring task recurs; one from a plan file gets its first pattern here. */
export function EditRecurrence({ plan, task, onEdit }: EditRecurrenceProps) {
  const { t } = useTranslation('planning')
  const [isOpen, setOpen] = useState(false)
  const from = (isoOfMinute(task.start) ?? '').slice(0, 10)

  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('recurring.edit')}</Button>
      {isOpen && (
        <RecurringDialog
          plan={plan}
          initial={
            task.recurrence
              ? formOf(task.name, task.recurrence, plan.project.minutes_per_day)
              : blankForm(task.name, from)
          }
          isHeld
          onDone={(_, wish) => onEdit([{ op: 'update_recurrence', id: task.id, ...wish }])}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
