import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { columnWindow, rowHeight, rowWindow } from '../geometry/rows'

export type Pair = readonly [number, number]

/**
 * What part of the chart is in sight. It lives outside React's state: a scroll moves the layers at
 * once, and only a component whose window of rows or columns has changed renders again.
 */
export class Viewport {
  top = 0
  left = 0
  /** Width of the timeline and height of the rows in sight. */
  width = 0
  height = 0
  private readonly listeners = new Set<() => void>()
  private readonly layers = new Set<HTMLElement>()
  private readonly strips = new Set<HTMLElement>()

  subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  /** A ref for an element that moves with the rows. */
  layer = (element: HTMLElement | null) => {
    if (!element) return
    this.layers.add(element)
    this.place(element)
    return () => void this.layers.delete(element)
  }

  /** A ref for the strip that marks the row under the pointer. */
  strip = (element: HTMLElement | null) => {
    if (!element) return
    this.strips.add(element)
    return () => void this.strips.delete(element)
  }

  /** Marks a row in every pane; none for -1. */
  hoverRow(row: number) {
    for (const element of this.strips) {
      element.style.visibility = row < 0 ? 'hidden' : 'visible'
      element.style.top = `${Math.max(0, row) * rowHeight()}px`
    }
  }

  scrollTo(top: number, left: number) {
    if (top === this.top && left === this.left) return
    const isVertical = top !== this.top
    this.top = top
    this.left = left
    if (isVertical) {
      for (const element of this.layers) this.place(element)
    }
    this.notify()
  }

  resize(width: number, height: number) {
    if (width === this.width && height === this.height) return
    this.width = width
    this.height = height
    this.notify()
  }

  private place(element: HTMLElement) {
    element.style.transform = `translate3d(0,${-this.top}px,0)`
  }

  private notify() {
    for (const listener of this.listeners) listener()
  }
}

/** Two numbers worked out from the viewport; renders again only when one of them changes. */
export function usePair(viewport: Viewport, read: () => Pair): Pair {
  const key = useSyncExternalStore(viewport.subscribe, () => read().join())
  return useMemo(() => {
    const [from, to] = key.split(',').map(Number)
    return [from ?? 0, to ?? 0] as const
  }, [key])
}

/** First and last row (exclusive) to draw. */
export function useRowWindow(viewport: Viewport, nRows: number): Pair {
  return usePair(
    viewport,
    useCallback(() => rowWindow(viewport.top, viewport.height, nRows), [viewport, nRows]),
  )
}

/** Left and right edge, in pixels of the timeline, of what to draw. */
export function useColumnWindow(viewport: Viewport, width: number): Pair {
  return usePair(
    viewport,
    useCallback(() => columnWindow(viewport.left, viewport.width, width), [viewport, width]),
  )
}

/** Width and height of what is in sight. */
export function useViewportSize(viewport: Viewport): Pair {
  return usePair(
    viewport,
    useCallback(() => [viewport.width, viewport.height] as const, [viewport]),
  )
}

/** Rows by which a window moves on, see `rowWindow`. */
const WINDOW_STEP = 8

/**
 * How many elements take turns in drawing the rows of a window. A row that comes into sight is drawn in
 * the element of one that has left it, which costs less than making a new one.
 */
export function poolOf(viewport: Viewport): number {
  const rows = Math.ceil(viewport.height / rowHeight() / WINDOW_STEP)
  return (rows + 2) * WINDOW_STEP
}
