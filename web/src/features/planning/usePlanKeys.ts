import type { InputRef } from 'antd'
import { type RefObject, useEffect } from 'react'
import { hasDialog, usePageKeys } from '@/lib/pageKeys'
import { PLAN_KEYS } from './planKeys'

/** Tells the map of keys what the plan knows, and leads Ctrl+F to its own find box. */
export function usePlanKeys(find: RefObject<InputRef | null>) {
  usePageKeys(PLAN_KEYS)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isFind = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f'
      if (!isFind || event.defaultPrevented || hasDialog() || !find.current) return
      find.current.focus({ cursor: 'all' })
      event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [find])
}
