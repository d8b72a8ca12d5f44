import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useRefusalText } from '@/lib/useRefusalText'

const TOAST = 'discussion-change'

/** Says what was done and offers to take it back, or what went wrong. */
export function useUndoToast() {
  const { t } = useTranslation('discussion')
  const { message } = App.useApp()
  const explain = useRefusalText()

  const fail = (error: unknown) => {
    message.open({ key: TOAST, type: 'error', duration: 8, content: explain(error) })
  }
  const done = (text: string, takeBack: () => Promise<unknown>) => {
    const undo = () => {
      message.destroy(TOAST)
      takeBack().catch(fail)
    }
    message.open({
      key: TOAST,
      type: 'success',
      duration: 6,
      content: (
        <>
          {text}
          <Button type="link" size="small" onClick={undo}>
            {t('undo')}
          </Button>
        </>
      ),
    })
  }
  return { done, fail }
}
