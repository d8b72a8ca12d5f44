import { lazy, Suspense, useEffect, useState } from 'react'
import { onProofNeeded } from '@/api/client'

const ProofDialog = lazy(() =>
  import('./ProofDialog').then((module) => ({ default: module.ProofDialog })),
)

/** Asks who it is when the server wants to know before a dangerous act, which then goes on. */
export function ProofHost() {
  const [waiting, setWaiting] = useState<((isProved: boolean) => void)[]>([])
  useEffect(
    () =>
      onProofNeeded(() => new Promise((resolve) => setWaiting((before) => [...before, resolve]))),
    [],
  )
  const answer = (isProved: boolean) => {
    for (const resolve of waiting) resolve(isProved)
    setWaiting([])
  }
  return (
    <Suspense fallback={null}>{waiting.length > 0 && <ProofDialog onAnswer={answer} />}</Suspense>
  )
}
