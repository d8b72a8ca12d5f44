import { newId } from '@/lib/newId'

/** Names this tab as long as it lives. */
export const TAB = newId()

const nameOf = (tab: string) => `zhongshu.tab.${tab}`

/** Missing where the page came over plain http from another machine. */
const locks = (): LockManager | undefined => globalThis.navigator?.locks

let isHeld = false

/** Holds a lock in the name of this tab until it is closed or crashes. */
export function liveOn() {
  if (isHeld) return
  isHeld = true
  void locks()?.request(nameOf(TAB), () => new Promise(() => undefined))
}

/** The tabs that live; null where the browser cannot tell. */
export async function livingTabs(): Promise<((tab: string) => boolean) | null> {
  const found = await locks()?.query()
  if (!found) return null
  const held = new Set(found.held?.map(({ name }) => name))
  return (tab) => tab === TAB || held.has(nameOf(tab))
}

/**
 * Runs something in one tab at a time. Where the browser has no locks it simply runs: the
 * `Idempotency-Key` of each change sees to it that it happens once.
 */
export async function oneTabAtATime(name: string, run: () => Promise<void>): Promise<void> {
  const manager = locks()
  if (manager) await manager.request(name, run)
  else await run()
}
