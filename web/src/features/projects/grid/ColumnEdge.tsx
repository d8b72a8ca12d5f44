import { type KeyboardEvent, type PointerEvent, useRef } from 'react'

type ColumnEdgeProps = {
  label: string
  width: number
  onResize: (width: number) => void
  onResized: (width: number) => void
}

const LEAST = 56
const MOST = 800
const STEP = 16
const within = (width: number) => Math.round(Math.min(Math.max(width, LEAST), MOST))

/** The edge of a column: drag it, or press an arrow key on it. */
export function ColumnEdge({ label, width, onResize, onResized }: ColumnEdgeProps) {
  const from = useRef<{ x: number; width: number }>(undefined)

  const take = (event: PointerEvent<HTMLElement>) => {
    event.preventDefault()
    event.currentTarget.setPointerCapture(event.pointerId)
    from.current = { x: event.clientX, width }
  }
  const sizeAt = ({ clientX }: PointerEvent) =>
    from.current && within(from.current.width + clientX - from.current.x)
  const release = (event: PointerEvent) => {
    const size = sizeAt(event)
    from.current = undefined
    if (size !== undefined) onResized(size)
  }
  const press = (event: KeyboardEvent) => {
    const step = { ArrowRight: STEP, ArrowLeft: -STEP }[event.key]
    if (!step) return
    event.preventDefault()
    onResized(within(width + step))
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be dragged
    <span
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={Math.round(width)}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      className="grid-edge"
      onPointerDown={take}
      onPointerMove={(event) => {
        const size = sizeAt(event)
        if (size !== undefined) onResize(size)
      }}
      onPointerUp={release}
      onKeyDown={press}
    />
  )
}
