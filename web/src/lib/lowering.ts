import { useSyncExternalStore } from 'react'
import { Refusal, type Schema } from '@/api/client'

/** A record whose class can be lowered; what it is called as far as the viewer may know. */
export type Lowerable = { kind: Schema<'NewLowering'>['record_kind']; id: string; name: string }

/** That a record be of a lower class than it is. */
export type Wish = { record: Lowerable; was: number; classification: number }

let asked: Wish | undefined
const listeners = new Set<() => void>()

function publish(wish: Wish | undefined) {
  asked = wish
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** Lets the viewer say why, and asks another person for it. */
export const askToLower = (wish: Wish) => publish(wish)

export const stopAsking = () => publish(undefined)

/** What the viewer wishes to be lowered and has given no reason for yet. */
export const useWish = (): Wish | undefined => useSyncExternalStore(subscribe, () => asked)

/** Whether something was refused only because another person confirms it. */
export const takesTwo = (error: unknown): boolean =>
  error instanceof Refusal && error.code === 'access.lowered_by_two'

/** Answers a refusal that comes of lowering alone by asking another person; tells whether it did. */
export const askingInstead =
  (wish: Wish) =>
  (error: unknown): boolean => {
    const isByTwo = takesTwo(error)
    if (isByTwo) askToLower(wish)
    return isByTwo
  }
