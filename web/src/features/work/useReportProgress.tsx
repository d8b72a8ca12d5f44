import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schema } from '@/api/client'
import { calledBy } from '@/lib/lockedName'
import { Discarded } from '@/lib/outbox/outbox'
import { useOutbox, useOutboxState } from '@/lib/outbox/useOutbox'
import { PROGRESS_REPORT, progressReport, type Report, reportLaneOf } from '@/lib/progressReport'
import { useRefusalText } from '@/lib/useRefusalText'
import { useTakeBack, type WorkTask } from './queries'
import { isSending } from './sending'

const TOAST = 'progress'

/** Reports on a task, says what it led to, and offers to take it back; without a network it waits. */
export function useReportProgress() {
  const { t } = useTranslation('work')
  const { message } = App.useApp()
  const explain = useRefusalText()
  const outbox = useOutbox()
  const isPending = isSending(useOutboxState().entries)
  const { mutateAsync: takeBack } = useTakeBack()

  const refuse = (error: unknown) => {
    if (error instanceof Discarded) return
    message.open({ key: TOAST, type: 'error', duration: 8, content: explain(error) })
  }
  const undo = (task: WorkTask, eventId: string) => {
    message.destroy(TOAST)
    takeBack({ task, eventId }).catch(refuse)
  }
  const report = async (task: WorkTask, said: Report) => {
    const answer = await outbox
      .add<Schema<'ProgressOut'>>(
        PROGRESS_REPORT,
        reportLaneOf(task.project.id),
        progressReport({ ...task, name: calledBy(task.name, task.number) }, said),
      )
      .catch(refuse)
    if (!answer?.event_id) return
    const { event_id, n_moved } = answer
    message.open({
      key: TOAST,
      type: 'success',
      duration: 6,
      content: (
        <>
          {t(n_moved > 1 ? 'savedAndMoved' : 'saved', {
            name: calledBy(task.name, task.number),
            count: n_moved - 1,
          })}
          <Button type="link" size="small" onClick={() => undo(task, event_id)}>
            {t('undo')}
          </Button>
        </>
      ),
    })
  }
  return { report, isPending }
}
