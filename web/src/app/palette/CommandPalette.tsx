import { lazy, Suspense, useEffect, useState } from 'react'
import { onShell } from '@/lib/shellEvents'

const PaletteDialog = lazy(() =>
  import('./PaletteDialog').then((module) => ({ default: module.PaletteDialog })),
)

/** Jump to any project, task, person, page or command; loaded when it is first opened. */
export function CommandPalette() {
  const [open, setOpen] = useState(false)
  useEffect(() => onShell('palette', () => setOpen(true)), [])

  if (!open) return null
  return (
    <Suspense fallback={null}>
      <PaletteDialog onClose={() => setOpen(false)} />
    </Suspense>
  )
}
