import type { InputRef } from 'antd'
import { type RefObject, useCallback, useEffect, useState } from 'react'

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, [contenteditable]') !== null
}

/** Keys that hold on the whole page: Ctrl+F to its own find box, `?` to the map of all keys. */
export function usePlanKeys(find: RefObject<InputRef | null>) {
  const [hasHelp, setHelp] = useState(false)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('.ant-modal-wrap:not([style*="none"])'))
        return
      const isFind = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f'
      if (isFind && find.current) find.current.focus({ cursor: 'all' })
      else if (event.key === '?' && !isTyping(event.target)) setHelp(true)
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [find])
  const openHelp = useCallback(() => setHelp(true), [])
  const closeHelp = useCallback(() => setHelp(false), [])
  return { hasHelp, openHelp, closeHelp }
}
