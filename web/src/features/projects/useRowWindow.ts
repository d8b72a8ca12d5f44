import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect } from 'react'
import type { ListRow } from './rows'

type RowWindow = {
  rows: ListRow<unknown>[]
  scroller: RefObject<HTMLElement | null>
  height: (index: number) => number
  /** Space above the first row inside the scroller, such as a heading that stays in view. */
  top?: number
  hasMore: boolean
  isFetching: boolean
  onMore: () => void
}

const OVERSCAN = 10

/** The rows near the part of a long list that is in view; what is missing there is asked for. */
export function useRowWindow(options: RowWindow) {
  const { rows, scroller, height, top = 0, hasMore, isFetching, onMore } = options
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: height,
    overscan: OVERSCAN,
    scrollPaddingStart: top,
  })
  const shown = virtual.getVirtualItems()
  const isMissing = shown.some(({ index }) => rows[index]?.kind === 'waiting')

  useEffect(() => {
    if (isMissing && hasMore && !isFetching) onMore()
  }, [isMissing, hasMore, isFetching, onMore])

  return { shown, height: virtual.getTotalSize(), scrollTo: virtual.scrollToIndex }
}
