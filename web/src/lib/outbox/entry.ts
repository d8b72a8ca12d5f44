/** What a refusal said, as far as it is kept: never a value. */
export type Reason = { code: string; status: number; detail: string }

/** A change on its way to the server; its id is the `Idempotency-Key`, so that it happens once. */
export type Entry<Payload = unknown> = {
  id: string
  /** Which sender takes it. */
  kind: string
  /** Changes of one lane are sent in order, and wait for one that needs a decision. */
  lane: string
  payload: Payload
  /** When it was made, in milliseconds; no two of a tab have the same. */
  at: number
  tab: string
  state: 'waiting' | 'conflict' | 'refused'
  /** Whether it may have reached the server already: then it is never altered. */
  isAttempted: boolean
  /** Whether it could not be sent at once. */
  isLate: boolean
  reason?: Reason
}

export type Choice = 'theirs' | 'mine'

/** One field, or one removal, that two people decided differently. */
export type Conflict = {
  key: string
  /** What the change is of, as people call it. */
  name: string
  /** Empty where the whole row is at stake. */
  field: string
  /** What people call the field, where that is not known everywhere. */
  label?: string
  kind: 'both_changed' | 'you_remove' | 'they_removed'
  base: unknown
  theirs: unknown
  mine: unknown
  by?: string
  at?: string
  isLocked?: boolean
}

/** How a person recognises a change. */
export type Description = {
  where: string
  lines: readonly { what: string; field: string; value: unknown }[]
}

/** How changes of one kind are sent, explained and decided. */
export interface Sender<Payload, Answer> {
  send: (payload: Payload, key: string) => Promise<Answer>
  onSent?: (answer: Answer, payload: Payload) => void
  /** A later change of the lane, once an earlier one has been answered. */
  follow?: (later: Payload, answer: Answer) => Payload
  /** What to send instead, or what counts as the answer, where nothing has to be decided. */
  merge?: (payload: Payload, problem: unknown) => { again: Payload } | { done: Answer } | null
  conflicts: (payload: Payload, problem: unknown) => Conflict[]
  /** The change that is left after the decision; null: nothing. */
  resolve: (
    payload: Payload,
    problem: unknown,
    choices: ReadonlyMap<string, Choice>,
  ) => Payload | null
  describe: (payload: Payload) => Description
  /** Whether it may lie in the storage of the browser: only values of class internal and below. */
  isStorable: (payload: Payload) => boolean
}
