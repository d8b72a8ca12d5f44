import { useEffect, useId } from 'react'

/** What a key does: namespace and key of the words, and the key as people read it. */
export type PageKey = readonly [words: string, keys: string]
export type KeyGroup = { title: string; keys: readonly PageKey[] }
export type KeyMap = { groups: readonly KeyGroup[]; note?: string }

const shown = new Map<string, KeyMap>()

/** Tells the map of keys what the page in view knows; the object stays the same between renders. */
export function usePageKeys(map: KeyMap) {
  const id = useId()
  useEffect(() => {
    shown.set(id, map)
    return () => void shown.delete(id)
  }, [id, map])
}

export const keysOfPage = (): KeyMap[] => [...shown.values()]

const FIELDS = 'input, textarea, select, [contenteditable], [role="menu"], [role="listbox"]'

/** Whether a key goes into a text, a menu or an input method, and is no command. */
export function isTyping(event: KeyboardEvent): boolean {
  // While an input method composes, browsers report its keys by this code.
  if (event.isComposing || event.keyCode === 229) return true
  return event.target instanceof Element && event.target.closest(FIELDS) !== null
}

/** Whether a dialogue has the keyboard to itself. */
export const hasDialog = (): boolean =>
  Array.from(document.querySelectorAll<HTMLElement>('[role="dialog"][aria-modal="true"]')).some(
    (dialog) => dialog.checkVisibility?.() ?? true,
  )
