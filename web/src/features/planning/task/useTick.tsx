import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schema } from '@/api/client'
import { Discarded } from '@/lib/outbox/outbox'
import { useOutbox } from '@/lib/outbox/useOutbox'
import { PROGRESS_REPORT, progressReport, reportLaneOf } from '@/lib/progressReport'
import { useRefusalText } from '@/lib/useRefusalText'
import type { ChecklistItem, PlanModel, PlanTask } from '@/ui/gantt/model/plan'
import { refreshPlan } from '../queries'
import { takeBackTick } from './queries'

const TOAST = 'tick'

/** Ticks an item as a report of progress, where the viewer does the task; otherwise undefined. */
export function useTick(plan: PlanModel, task: PlanTask) {
  const { t } = useTranslation('task')
  const { message } = App.useApp()
  const explain = useRefusalText()
  const outbox = useOutbox()
  const queryClient = useQueryClient()
  const { id: projectId } = plan.project
  const { mutate: takeBack } = useMutation({
    mutationFn: (eventId: string) => takeBackTick(projectId, task.id, eventId),
    onSuccess: () => refreshPlan(queryClient, projectId),
    onError: (error) => refuse(error),
  })
  const refuse = (error: unknown) => {
    if (error instanceof Discarded) return
    message.open({ key: TOAST, type: 'error', duration: 8, content: explain(error) })
  }
  const undo = (eventId: string) => {
    message.destroy(TOAST)
    takeBack(eventId)
  }

  const tick = async (item: ChecklistItem, is_done: boolean) => {
    const project = { ...plan.project, plan_version: plan.plan_version }
    const report = progressReport({ ...task, project }, { ticks: [{ id: item.id, is_done }] })
    const answer = await outbox
      .add<Schema<'ProgressOut'>>(PROGRESS_REPORT, reportLaneOf(projectId), report)
      .catch(refuse)
    const eventId = answer?.event_id
    if (!eventId) return
    message.open({
      key: TOAST,
      type: 'success',
      duration: 5,
      content: (
        <>
          {t(is_done ? 'ticked' : 'unticked', { text: item.text })}
          <Button type="link" size="small" onClick={() => undo(eventId)}>
            {t('undo')}
          </Button>
        </>
      ),
    })
  }
  return mayTick(plan, task) ? tick : undefined
}

function mayTick({ project, resources }: PlanModel, { assignments }: PlanTask): boolean {
  const own = new Set(resources.filter(({ is_own }) => is_own).map(({ id }) => id))
  const isMine = assignments.some(({ resource_id }) => own.has(resource_id))
  return isMine && (project.permissions ?? []).includes('planning.report_progress')
}
