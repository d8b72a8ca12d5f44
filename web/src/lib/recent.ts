/** A place that somebody opened, to be offered first the next time. */
export type Recent = {
  href: string
  name: string
  hint: string
  projectId?: string
  /** Whether its plan is closed to them: the head of the page (`tools/starterScript.js`) asks for none. */
  isClosed?: boolean
}

const MOST = 12
const storedAs = (userId: string) => `zhongshu.recent.${userId}`

const isRecent = (value: unknown): value is Recent =>
  typeof value === 'object' && value !== null && 'href' in value && 'name' in value

/** The places of a person in this browser, the latest first. */
export function recentOf(userId: string): Recent[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storedAs(userId)) ?? '[]')
    return Array.isArray(stored) ? stored.filter(isRecent) : []
  } catch {
    return []
  }
}

export function rememberPlace(userId: string, place: Recent) {
  const others = recentOf(userId).filter(({ href }) => href !== place.href)
  localStorage.setItem(storedAs(userId), JSON.stringify([place, ...others].slice(0, MOST)))
}

/** Whoever signs out leaves no names behind. */
export const forgetPlaces = (userId: string) => localStorage.removeItem(storedAs(userId))
