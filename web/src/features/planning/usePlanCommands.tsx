import { useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schema } from '@/api/client'
import { takesTwo } from '@/lib/lowering'
import { Discarded } from '@/lib/outbox/outbox'
import { useOutbox } from '@/lib/outbox/useOutbox'
import { useRefusalText } from '@/lib/useRefusalText'
import type { Operation } from '@/ui/gantt/edit/operations'
import type { PlanModel } from '@/ui/gantt/model/plan'
import { planKey } from './queries'
import { laneOf, PLAN_EDIT, PLAN_TURN, type PlanTurn, planEdit } from './sending'

const TOAST = 'plan-change'

/** Edit, undo and redo, each with its word to the user: how much moved, or why it was refused. */
export function usePlanCommands(projectId: string, baselineId?: string) {
  const { t } = useTranslation('planning')
  const { message } = App.useApp()
  const explain = useRefusalText()
  const queryClient = useQueryClient()
  const outbox = useOutbox()

  const tellFailure = useCallback(
    (error: unknown) =>
      message.open({ key: TOAST, type: 'error', duration: 8, content: explain(error) }),
    [message, explain],
  )
  const turn = useCallback(
    async (step: 'undo' | 'redo') => {
      const plan = queryClient.getQueryData<PlanModel>(planKey(projectId, baselineId))
      const title = plan?.project.name ?? ''
      const payload: PlanTurn = { projectId, title, turn: step, baselineId }
      await outbox.add(PLAN_TURN, laneOf(projectId), payload).catch((error: unknown) => {
        if (!(error instanceof Discarded)) tellFailure(error)
      })
    },
    [outbox, queryClient, projectId, baselineId, tellFailure],
  )
  const undo = useCallback(() => turn('undo'), [turn])
  const redo = useCallback(() => turn('redo'), [turn])
  const send = useCallback(
    async (operations: Operation[]) => {
      const plan = queryClient.getQueryData<PlanModel>(planKey(projectId, baselineId))
      if (!plan) throw new Error('An edit needs the plan that it is made on.')
      const payload = planEdit(plan, operations, baselineId)
      try {
        return await outbox.add<Schema<'EditOut'>>(PLAN_EDIT, laneOf(projectId), payload)
      } catch (error) {
        // What takes two is asked for where it was chosen.
        if (!(error instanceof Discarded) && !takesTwo(error)) tellFailure(error)
        throw error
      }
    },
    [outbox, queryClient, projectId, baselineId, tellFailure],
  )
  const edit = useCallback(
    async (operations: Operation[]) => {
      const { tasks } = await send(operations)
      const close = () => message.destroy(TOAST)
      message.open({
        key: TOAST,
        type: 'success',
        duration: 5,
        content: (
          <>
            {t('changed', { count: tasks.rows.length })}
            <Button type="link" size="small" onClick={() => undo().finally(close)}>
              {t('undo')}
            </Button>
          </>
        ),
      })
    },
    [send, undo, message, t],
  )

  return { edit, undo, redo }
}
