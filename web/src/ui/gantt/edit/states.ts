import type { TaskState } from '../model/plan'
import words from './stateWords.json'

/** The states of work in the order in which a task goes through them. */
export const STATES: readonly TaskState[] = ['todo', 'in_progress', 'in_review', 'blocked', 'done']

const plain = (text: string) => text.trim().toLowerCase().replaceAll('_', ' ')

/** The state that a text names, in either language or by its code. */
export const parseState = (text: string): TaskState | null =>
  STATES.find((state) => [state, ...words[state]].some((word) => plain(word) === plain(text))) ??
  null
