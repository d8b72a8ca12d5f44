import { useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { Refusal } from '@/api/client'
import { useRefusalText } from '@/lib/useRefusalText'
import type { Operation } from '@/ui/gantt/edit/operations'
import { refreshPlan, useEditPlan } from './queries'

const TOAST = 'plan-change'

/** Edit, undo and redo, each with its word to the user: how much moved, or why it was refused. */
export function usePlanCommands(projectId: string, baselineId?: string) {
  const { t } = useTranslation('planning')
  const { message } = App.useApp()
  const explain = useRefusalText()
  const queryClient = useQueryClient()
  const { mutateAsync, isPending } = useEditPlan(projectId, baselineId)

  const run = useCallback(
    async (step: Operation[] | 'undo' | 'redo') => {
      try {
        return await mutateAsync(step)
      } catch (error) {
        message.open({ key: TOAST, type: 'error', duration: 8, content: explain(error) })
        if (error instanceof Refusal && error.status === 412)
          void refreshPlan(queryClient, projectId)
        throw error
      }
    },
    [mutateAsync, message, explain, queryClient, projectId],
  )
  const undo = useCallback(async () => {
    await run('undo').catch(() => undefined)
  }, [run])
  const redo = useCallback(async () => {
    await run('redo').catch(() => undefined)
  }, [run])
  const edit = useCallback(
    async (operations: Operation[]) => {
      const { tasks } = await run(operations)
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
    [run, undo, message, t],
  )

  return { edit, undo, redo, isPending }
}
