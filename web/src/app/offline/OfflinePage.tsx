import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { Button } from 'antd'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { WaitingChanges } from '@/features/collaboration/outbox/WaitingChanges'
import { lastUser } from '@/lib/lastUser'
import { kept } from '@/lib/outbox/store'
import { sessionQuery } from '@/lib/session'
import { Mark } from '@/ui/Mark'
import { useDocumentTitle } from '@/ui/Page'
import { registerSenders } from '../useOutboxLife'
import './offline.css'

/** How often it is tried again where the browser does not tell that the network is back. */
const TRIED_EVERY_MS = 10_000

/** Stands for every page while the server cannot be reached: what waits, and that it is safe. */
export function OfflinePage() {
  const { t } = useTranslation('app')
  const { isTrying, retry } = useRetry()
  const queryClient = useQueryClient()
  useState(() => registerSenders(queryClient))
  const [waiting] = useState(() => {
    const user = lastUser()
    return user === null ? [] : kept(user, Date.now())
  })
  useDocumentTitle(t('offline.title'))

  return (
    <main className="offline" id="main">
      <Mark size={40} />
      <h1 className="page-title">{t('offline.title')}</h1>
      <p role="status">{t(waiting.length > 0 ? 'offline.safe' : 'offline.nothing')}</p>
      <Button type="primary" loading={isTrying} onClick={retry}>
        {t('offline.retry')}
      </Button>
      <WaitingChanges entries={waiting} />
    </main>
  )
}

/** Goes on by itself as soon as the server answers. */
function useRetry() {
  const queryClient = useQueryClient()
  const router = useRouter()
  const [isTrying, setTrying] = useState(false)
  const retry = useCallback(async () => {
    setTrying(true)
    const isBack = await queryClient
      .fetchQuery({ ...sessionQuery, retry: false, staleTime: 0 })
      .then(() => true)
      .catch(() => false)
    setTrying(false)
    if (isBack) await router.invalidate()
  }, [queryClient, router])
  useEffect(() => {
    const timer = setInterval(() => void retry(), TRIED_EVERY_MS)
    const onBack = () => void retry()
    window.addEventListener('online', onBack)
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', onBack)
    }
  }, [retry])
  return { isTrying, retry }
}
