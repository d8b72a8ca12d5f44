import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useRefusalText } from '@/lib/useRefusalText'

const TOAST = 'change'

type Told<Done> = {
  /** What was done, in the viewer's language. */
  text: string
  /** Brings back what was before. */
  undo?: (done: Done) => Promise<unknown>
  /** Answers a refusal in another way than by explaining it; tells whether it did. */
  met?: (refusal: unknown) => boolean
}

/** Says what a change did, and offers to take it back; a refusal is explained. */
export function useTold() {
  const { t } = useTranslation('ui')
  const { message } = App.useApp()
  const explain = useRefusalText()

  const refused = (error: unknown) => {
    message.open({ key: TOAST, type: 'error', duration: 8, content: explain(error) })
  }

  return async function told<Done>(
    work: Promise<Done>,
    { text, undo, met }: Told<Done>,
  ): Promise<Done | undefined> {
    try {
      const done = await work
      const back = () => {
        message.destroy(TOAST)
        void undo?.(done).catch(refused)
      }
      const content = (
        <>
          {text}
          {undo && (
            <Button type="link" size="small" onClick={back}>
              {t('undo')}
            </Button>
          )}
        </>
      )
      message.open({ key: TOAST, type: 'success', duration: 6, content })
      return done
    } catch (error) {
      if (!met?.(error)) refused(error)
      return undefined
    }
  }
}
