import type { Entry } from './entry'

const PREFIX = 'zhongshu.outbox.'
const KEPT_MS = 30 * 24 * 3_600_000

const prefixOf = (user: string) => `${PREFIX}${user}.`
const keyOf = (user: string, entry: Entry) => `${prefixOf(user)}${entry.id}`

/** Each change has a key of its own, so that two tabs never write over each other. */
export function keep(user: string, entry: Entry): boolean {
  try {
    localStorage.setItem(keyOf(user, entry), JSON.stringify(entry))
    return true
  } catch {
    return false
  }
}

export const forget = (user: string, entry: Entry) => localStorage.removeItem(keyOf(user, entry))

export const isKept = (user: string, entry: Entry) =>
  localStorage.getItem(keyOf(user, entry)) !== null

/** What is kept of a user, the earliest first; what is too old or cannot be read is dropped. */
export function kept(user: string, now: number): Entry[] {
  const found: Entry[] = []
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(prefixOf(user))) continue
    const entry = read(key)
    if (entry && entry.at > now - KEPT_MS) found.push(entry)
    else localStorage.removeItem(key)
  }
  return found.sort((one, other) => one.at - other.at)
}

function read(key: string): Entry | null {
  try {
    const entry = JSON.parse(localStorage.getItem(key) ?? 'null')
    return typeof entry?.id === 'string' && typeof entry.kind === 'string' ? entry : null
  } catch {
    return null
  }
}

/** Drops everything that is kept of a user: at sign-out nothing stays behind. */
export function clearKept(user: string) {
  for (const key of Object.keys(localStorage))
    if (key.startsWith(prefixOf(user))) localStorage.removeItem(key)
}

export const isOurs = (key: string | null, user: string) =>
  key === null || key.startsWith(prefixOf(user))
