import { lazy, Suspense, useEffect, useState } from 'react'
import { onShell } from '@/lib/shellEvents'

const Tour = lazy(() => import('./Tour').then((module) => ({ default: module.Tour })))

/** Shows the tour when somebody asks for it; loaded only then. */
export function TourHost() {
  const [isOpen, setOpen] = useState(false)
  useEffect(() => onShell('tour', () => setOpen(true)), [])

  if (!isOpen) return null
  return (
    <Suspense fallback={null}>
      <Tour onClose={() => setOpen(false)} />
    </Suspense>
  )
}
