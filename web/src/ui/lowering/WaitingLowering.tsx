import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import type { Lowerable } from '@/lib/lowering'
import { waitingLoweringsQuery } from './queries'

// Few records wait for anything.
const WaitingNote = lazy(() =>
  import('./WaitingNote').then((module) => ({ default: module.WaitingNote })),
)

type WaitingLoweringProps = { record: Lowerable; level: number }

/** A request to lower the class of a record that waits, and what the viewer can do about it. */
export function WaitingLowering({ record, level }: WaitingLoweringProps) {
  // What is of no class to be lowered from waits for nothing, and is not asked about.
  const { data } = useQuery({ ...waitingLoweringsQuery, enabled: level > 0 })
  const waiting = data?.find(
    ({ record_kind, record_id }) => record_kind === record.kind && record_id === record.id,
  )
  if (level === 0 || !waiting) return null
  return (
    <Suspense>
      <WaitingNote lowering={waiting} name={record.name} />
    </Suspense>
  )
}
