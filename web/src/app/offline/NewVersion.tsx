import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { whenIdle } from '@/lib/whenIdle'
import { keepPages, onTakenOver } from './worker'
import '@/features/collaboration/outbox/outbox.css'

/** Keeps the pages for times without a network, and offers a newer version of them. */
export function NewVersion() {
  const { t } = useTranslation('app')
  const [takeOver, setTakeOver] = useState<(() => void) | null>(null)
  const [isPutOff, setPutOff] = useState(false)
  useEffect(() => {
    if (!import.meta.env.PROD) return
    return whenIdle(() => {
      // Without it everything works as before, only not without a network.
      keepPages((run) => setTakeOver(() => run)).catch(() => undefined)
    })
  }, [])
  if (!takeOver || isPutOff) return null
  const load = () => {
    onTakenOver(() => window.location.reload())
    takeOver()
  }

  return (
    <div role="status" className="outbox-bar new-version">
      <span>{t('newVersion.text')}</span>
      <Button type="link" size="small" onClick={load}>
        {t('newVersion.load')}
      </Button>
      <Button type="text" size="small" onClick={() => setPutOff(true)}>
        {t('newVersion.later')}
      </Button>
    </div>
  )
}
