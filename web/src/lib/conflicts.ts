import { useSyncExternalStore } from 'react'
import type { Choice, Conflict } from './outbox/entry'

export type Choices = ReadonlyMap<string, Choice>

/** What two people decided differently, and who waits for the decision; null: put off. */
export type Question = {
  where: string
  conflicts: readonly Conflict[]
  answer: (choices: Choices | null) => void
}

let asked: readonly Question[] = []
const listeners = new Set<() => void>()

function publish(next: readonly Question[]) {
  asked = next
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** Lets the viewer decide, field by field; one question after the other. */
export const ask = (where: string, conflicts: readonly Conflict[]): Promise<Choices | null> =>
  new Promise((resolve) => {
    const question: Question = {
      where,
      conflicts,
      answer: (choices) => {
        publish(asked.filter((one) => one !== question))
        resolve(choices)
      },
    }
    publish([...asked, question])
  })

/** What is to be decided next. */
export const useQuestion = (): Question | undefined =>
  useSyncExternalStore(subscribe, () => asked[0])
