import { lazy, Suspense, useState } from 'react'
import { useSession } from '@/lib/session'

const NoticeDialog = lazy(() =>
  import('./NoticeDialog').then((module) => ({ default: module.NoticeDialog })),
)

/** Shows what the viewer has to read; after one answer the work goes on, and the rest waits. */
export function NoticeHost() {
  const { owes_notice } = useSession()
  const [isDone, setDone] = useState(false)
  if (!owes_notice || isDone) return null
  return (
    <Suspense fallback={null}>
      <NoticeDialog onDone={() => setDone(true)} />
    </Suspense>
  )
}
