import { useRef } from 'react'
import { useChart } from './chart'

interface SplitterProps {
  width: number
  most: number
  onWidth: (width: number) => void
}

const LEAST = 160
const STEP = 24

/** The edge between grid and timeline; by pointer or by arrow keys. */
export function Splitter({ width, most, onWidth }: SplitterProps) {
  const { labels } = useChart()
  const held = useRef<{ x: number; width: number } | null>(null)
  const set = (next: number) => onWidth(Math.round(Math.max(LEAST, Math.min(most, next))))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a splitter that can be moved is a separator with a value
    <div
      className="zg-splitter"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={labels.splitter}
      aria-valuenow={Math.round(width)}
      aria-valuemin={LEAST}
      aria-valuemax={Math.max(LEAST, Math.round(most))}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') set(width - STEP)
        else if (event.key === 'ArrowRight') set(width + STEP)
        else return
        event.preventDefault()
      }}
      onPointerDown={(event) => {
        held.current = { x: event.clientX, width }
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={(event) => {
        if (held.current) set(held.current.width + event.clientX - held.current.x)
      }}
      onPointerUp={() => {
        held.current = null
      }}
    />
  )
}
