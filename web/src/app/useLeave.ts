import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSignOut } from '@/features/access/queries'
import { stopActing } from '@/lib/acting'
import { useOutbox } from '@/lib/outbox/useOutbox'

/** Signs out; nothing stays behind in the browser, so what waits is asked about first. */
export function useLeave() {
  const { t } = useTranslation('outbox')
  const { modal } = App.useApp()
  const outbox = useOutbox()
  const { mutate } = useSignOut()
  const leave = () => {
    outbox.clear()
    stopActing()
    mutate()
  }
  return () => {
    const count = outbox.state().entries.length
    if (count === 0) return leave()
    modal.confirm({
      title: t('signOut.title'),
      content: t('signOut.text', { count }),
      okText: t('signOut.ok'),
      cancelText: t('signOut.cancel'),
      onOk: leave,
    })
  }
}
