/** What the frame of every page can open, from wherever somebody asks for it. */
export type ShellPart = 'palette' | 'keys' | 'help' | 'tour'

const nameOf = (part: ShellPart) => `zhongshu:open-${part}`

export const openShell = (part: ShellPart) => window.dispatchEvent(new Event(nameOf(part)))

export function onShell(part: ShellPart, open: () => void) {
  window.addEventListener(nameOf(part), open)
  return () => window.removeEventListener(nameOf(part), open)
}
