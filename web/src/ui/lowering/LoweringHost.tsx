import { lazy, Suspense } from 'react'
import { stopAsking, useWish } from '@/lib/lowering'

const AskDialog = lazy(() =>
  import('./AskDialog').then((module) => ({ default: module.AskDialog })),
)

/** Asks for a reason wherever somebody wishes a class to be lowered by another person. */
export function LoweringHost() {
  const wish = useWish()
  return <Suspense>{wish && <AskDialog wish={wish} onClose={stopAsking} />}</Suspense>
}
