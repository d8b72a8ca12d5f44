import { lazy, Suspense } from 'react'
import { Unreachable } from '@/api/client'
import { ErrorState } from '@/ui/ErrorState'
import { PageSkeleton } from '@/ui/PageSkeleton'

const OfflinePage = lazy(() =>
  import('./OfflinePage').then((module) => ({ default: module.OfflinePage })),
)

/** Why not even the frame can be shown: mostly because the server cannot be reached. */
export function ShellError({ error, reset }: { error: unknown; reset?: () => void }) {
  if (!(error instanceof Unreachable)) return <ErrorState error={error} reset={reset} />
  return (
    <Suspense fallback={<PageSkeleton />}>
      <OfflinePage />
    </Suspense>
  )
}
