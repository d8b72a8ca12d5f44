import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react'
import { HEAD_HEIGHT, rowHeight } from '../geometry/rows'
import { momentAt, type Scale, xOf } from '../geometry/scale'
import { clampZoom } from '../geometry/zoom'
import type { Moment } from '../model/moments'
import type { Viewport } from './viewport'

export interface Panes {
  /** Scrolls up and down. */
  scroller: RefObject<HTMLDivElement | null>
  /** Stays in sight and holds both panes. */
  view: RefObject<HTMLDivElement | null>
  /** Scrolls sideways. */
  time: RefObject<HTMLElement | null>
}

/** Keeps the viewport in step with what the browser scrolls and how large the panes are. */
export function useViewportSync(viewport: Viewport, panes: Panes) {
  useLayoutEffect(() => {
    const scroller = panes.scroller.current
    const time = panes.time.current
    const view = panes.view.current
    if (!scroller || !time || !view) return
    const onScroll = () => viewport.scrollTo(scroller.scrollTop, time.scrollLeft)
    const onSize = () => {
      // All is read before anything is written: after a write the next read lays the page out anew.
      const { clientHeight, scrollTop } = scroller
      const { clientWidth, scrollLeft } = time
      view.style.height = `${clientHeight}px`
      viewport.resize(clientWidth, clientHeight - HEAD_HEIGHT)
      viewport.scrollTo(scrollTop, scrollLeft)
    }
    onSize()
    const sizes = new ResizeObserver(onSize)
    sizes.observe(scroller)
    sizes.observe(time)
    scroller.addEventListener('scroll', onScroll, { passive: true })
    time.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      sizes.disconnect()
      scroller.removeEventListener('scroll', onScroll)
      time.removeEventListener('scroll', onScroll)
    }
  }, [viewport, panes])
}

interface Anchor {
  at: Moment
  /** Pixels from the left edge of the timeline. */
  offset: number
}

/** Pixels left of a moment that has been brought to the left edge. */
const AIR = 48

/**
 * Ctrl and wheel zoom around the pointer; any other change of zoom keeps the middle in its place.
 * What comes back brings a moment to the left edge, now and through the next change of zoom.
 */
export function useZoomAnchor(
  panes: Panes,
  scale: Scale,
  zoom: number,
  onZoom: (pixelsPerDay: number) => void,
): (at: Moment) => void {
  const latest = useRef({ scale, zoom, onZoom })
  const anchor = useRef<Anchor | null>(null)
  const drawn = useRef<Scale | null>(null)
  useLayoutEffect(() => {
    latest.current = { scale, zoom, onZoom }
    const time = panes.time.current
    const before = drawn.current
    drawn.current = scale
    if (!time || !before || before === scale) return
    const middle = time.clientWidth / 2
    const held = anchor.current ?? {
      at: momentAt(before, time.scrollLeft + middle),
      offset: middle,
    }
    anchor.current = null
    time.scrollLeft = xOf(scale, held.at) - held.offset
  }, [panes, scale, zoom, onZoom])

  useEffect(() => {
    const view = panes.view.current
    if (!view) return
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      const time = panes.time.current
      if (!time) return
      const offset = Math.max(0, event.clientX - time.getBoundingClientRect().left)
      const { scale: now, zoom: from, onZoom: send } = latest.current
      anchor.current = { at: momentAt(now, time.scrollLeft + offset), offset }
      send(clampZoom(from * Math.exp(-event.deltaY / 320)))
    }
    view.addEventListener('wheel', onWheel, { passive: false })
    return () => view.removeEventListener('wheel', onWheel)
  }, [panes])

  return useCallback(
    (at: Moment) => {
      anchor.current = { at, offset: AIR }
      if (panes.time.current) panes.time.current.scrollLeft = xOf(latest.current.scale, at) - AIR
    },
    [panes],
  )
}

export interface Scrolling {
  /** Brings a row into sight with as little movement as possible. */
  revealRow: (row: number) => void
  /** Brings a moment to a third of the timeline's width. */
  revealMoment: (at: Moment, onlyIfHidden?: boolean) => void
}

export function useScrolling(panes: Panes, scale: Scale): Scrolling {
  const revealRow = useCallback(
    (row: number) => {
      const scroller = panes.scroller.current
      if (!scroller || row < 0) return
      const top = row * rowHeight()
      const height = scroller.clientHeight - HEAD_HEIGHT - 16
      if (top < scroller.scrollTop) scroller.scrollTop = top
      else if (top + rowHeight() > scroller.scrollTop + height) {
        scroller.scrollTop = top + rowHeight() - height
      }
    },
    [panes],
  )
  const revealMoment = useCallback(
    (at: Moment, onlyIfHidden = false) => {
      const time = panes.time.current
      if (!time) return
      const x = xOf(scale, at)
      const isSeen = x > time.scrollLeft + 8 && x < time.scrollLeft + time.clientWidth - 40
      if (!onlyIfHidden || !isSeen) time.scrollLeft = x - time.clientWidth / 3
    },
    [panes, scale],
  )
  return { revealRow, revealMoment }
}
