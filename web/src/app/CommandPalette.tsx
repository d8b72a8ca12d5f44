import { lazy, Suspense, useEffect, useState } from 'react'
import { onCommandPalette } from './commandPalette'

const CommandDialog = lazy(() =>
  import('./CommandDialog').then((module) => ({ default: module.CommandDialog })),
)

/** Jump to any project or page; loaded when it is first opened. */
export function CommandPalette() {
  const [open, setOpen] = useState(false)
  useEffect(() => onCommandPalette(() => setOpen(true)), [])

  if (!open) return null
  return (
    <Suspense fallback={null}>
      <CommandDialog onClose={() => setOpen(false)} />
    </Suspense>
  )
}
