const OPEN = 'zhongshu:open-command-palette'

export const openCommandPalette = () => window.dispatchEvent(new Event(OPEN))

/** Calls back on the command palette's shortcut or button. */
export function onCommandPalette(open: () => void) {
  const onKey = (event: KeyboardEvent) => {
    if (!(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== 'k') return
    event.preventDefault()
    open()
  }
  window.addEventListener(OPEN, open)
  window.addEventListener('keydown', onKey)
  return () => {
    window.removeEventListener(OPEN, open)
    window.removeEventListener('keydown', onKey)
  }
}
