import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useRefusalText } from '@/lib/useRefusalText'
import { type Report, useReport, useTakeBack, type WorkTask } from './queries'

const TOAST = 'progress'

/** Reports on a task, says what it led to, and offers to take it back. */
export function useReportProgress() {
  const { t } = useTranslation('work')
  const { message } = App.useApp()
  const explain = useRefusalText()
  const { mutateAsync: send, isPending } = useReport()
  const { mutateAsync: takeBack } = useTakeBack()

  const refuse = (error: unknown) => {
    message.open({ key: TOAST, type: 'error', duration: 8, content: explain(error) })
  }
  const undo = (task: WorkTask, eventId: string) => {
    message.destroy(TOAST)
    takeBack({ task, eventId }).catch(refuse)
  }
  const report = async (task: WorkTask, said: Report) => {
    const answer = await send({ task, report: said }).catch(refuse)
    if (!answer?.event_id) return
    const { event_id, n_moved } = answer
    message.open({
      key: TOAST,
      type: 'success',
      duration: 6,
      content: (
        <>
          {t(n_moved > 1 ? 'savedAndMoved' : 'saved', { name: task.name, count: n_moved - 1 })}
          <Button type="link" size="small" onClick={() => undo(task, event_id)}>
            {t('undo')}
          </Button>
        </>
      ),
    })
  }
  return { report, isPending }
}
