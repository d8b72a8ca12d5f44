import { Refusal, Unreachable } from '@/api/client'
import { newId } from '@/lib/newId'
import type { Choice, Conflict, Description, Entry, Sender } from './entry'
import { clearKept, forget, isKept, isOurs, keep, kept } from './store'
import { liveOn, livingTabs, oneTabAtATime, TAB } from './tabs'

export type Connection = 'online' | 'offline' | 'signedOut'
export type OutboxState = { entries: readonly Entry[]; connection: Connection }

type AnySender = Sender<unknown, unknown>
type Waiter = { resolve: (answer: unknown) => void; reject: (error: unknown) => void }

const FIRST_RETRY_MS = 1000
const LONGEST_RETRY_MS = 15_000
const WORTH_RETRYING = new Set([408, 429, 500, 502, 503, 504])

/** Thrown to whoever waits for a change that was given up. */
export class Discarded extends Error {}

const senders = new Map<string, AnySender>()

/** Says how changes of one kind are sent; called once, when the application starts. */
export function registerSender<Payload, Answer>(kind: string, sender: Sender<Payload, Answer>) {
  senders.set(kind, sender as AnySender)
}

/** How a person recognises a change; undefined where nothing sends changes of its kind. */
export const describeEntry = (entry: Entry): Description | undefined =>
  senders.get(entry.kind)?.describe(entry.payload)

const isPassing = (error: unknown) =>
  error instanceof Unreachable ||
  (error instanceof Refusal && (WORTH_RETRYING.has(error.status) || error.code === 'still_running'))

/**
 * The changes of one user that are on their way to the server.
 *
 * Each is written down before it is sent and stays until it is answered: a lost connection, a crash
 * and an ended session only delay it. The same key goes with each attempt, so it happens once.
 */
export class Outbox {
  readonly user: string
  #entries: Entry[] = []
  #problems = new Map<string, unknown>()
  #waiters = new Map<string, Waiter>()
  #listeners = new Set<() => void>()
  #state: OutboxState = { entries: [], connection: 'online' }
  #connection: Connection = 'online'
  #timer: ReturnType<typeof setTimeout> | undefined
  #delay = FIRST_RETRY_MS
  #isRunning = false
  #isWanted = false
  #isWaiting = false
  #hasAdopted = false
  #renew: () => Promise<unknown>

  /** `renew` asks for the session again: a new sign-in brings a new token for writes. */
  constructor(user: string, renew: () => Promise<unknown> = async () => undefined) {
    this.user = user
    this.#renew = renew
  }

  /** Takes up what an earlier page left behind, and follows the network from now on. */
  start() {
    liveOn()
    const onStorage = ({ key }: StorageEvent) => isOurs(key, this.user) && this.#publish()
    const onOffline = () => this.#connected('offline')
    globalThis.addEventListener('online', this.resume)
    globalThis.addEventListener('offline', onOffline)
    globalThis.addEventListener('storage', onStorage)
    this.resume()
    return () => {
      clearTimeout(this.#timer)
      globalThis.removeEventListener('online', this.resume)
      globalThis.removeEventListener('offline', onOffline)
      globalThis.removeEventListener('storage', onStorage)
    }
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  state = (): OutboxState => this.#state

  /** Puts a change down and sends it; the promise settles once it is answered or given up. */
  add<Answer>(kind: string, lane: string, payload: unknown): Promise<Answer> {
    const entry: Entry = {
      id: newId(),
      kind,
      lane,
      payload,
      at: this.#nextMoment(),
      tab: TAB,
      state: 'waiting',
      isAttempted: false,
      isLate: this.#connection !== 'online',
    }
    this.#entries.push(entry)
    this.#keep(entry)
    const answered = new Promise<unknown>((resolve, reject) => {
      this.#waiters.set(entry.id, { resolve, reject })
    })
    this.#publish()
    void this.#drain()
    return answered as Promise<Answer>
  }

  /** Tries at once: the network or the session is back. */
  resume = () => {
    clearTimeout(this.#timer)
    this.#delay = FIRST_RETRY_MS
    void this.#drain()
  }

  conflictsOf(entry: Entry): Conflict[] {
    return senders.get(entry.kind)?.conflicts(entry.payload, this.#problems.get(entry.id)) ?? []
  }

  describe = describeEntry

  /** Sends what is left of a change after somebody has decided. */
  decide(entry: Entry, choices: ReadonlyMap<string, Choice>) {
    const problem = this.#problems.get(entry.id)
    const left = senders.get(entry.kind)?.resolve(entry.payload, problem, choices) ?? null
    if (left === null) this.discard(entry)
    else this.#again(entry, left)
    void this.#drain()
  }

  /** Gives a change up. */
  discard(entry: Entry) {
    this.#waiters.get(entry.id)?.reject(new Discarded())
    this.#remove(entry)
    void this.#drain()
  }

  /** Forgets everything: at sign-out nothing stays behind. */
  clear() {
    for (const entry of [...this.#entries]) this.#remove(entry)
    clearKept(this.user)
    this.#publish()
  }

  async #drain() {
    this.#isWanted = true
    if (this.#isRunning) return
    this.#isRunning = true
    try {
      while (this.#isWanted) {
        this.#isWanted = false
        await oneTabAtATime(`zhongshu.outbox.${this.user}`, () => this.#sendAll())
        // What failed is tried again in a while, not because something else was added meanwhile.
        if (this.#isWaiting) break
      }
    } finally {
      this.#isRunning = false
    }
  }

  async #sendAll() {
    await this.#adopt()
    this.#isWaiting = false
    for (let next = this.#next(); next && !this.#isWaiting; next = this.#next()) {
      this.#isWaiting = !(await this.#attempt(next))
    }
  }

  /** Takes over what tabs left behind that are not there any more. */
  async #adopt() {
    const lives = await livingTabs()
    if (!lives && this.#hasAdopted) return
    this.#hasAdopted = true
    const known = new Set(this.#entries.map(({ id }) => id))
    const orphans = kept(this.user, Date.now()).filter(
      (entry) => !known.has(entry.id) && !lives?.(entry.tab),
    )
    if (orphans.length === 0) return
    for (const orphan of orphans) {
      const state = orphan.state === 'refused' ? 'refused' : 'waiting'
      const entry: Entry = { ...orphan, tab: TAB, isLate: true, state }
      this.#entries.push(entry)
      this.#keep(entry)
    }
    this.#entries.sort((one, other) => one.at - other.at)
    this.#publish()
  }

  /** The earliest change that may go now: in its lane nothing stands before it. */
  #next(): Entry | undefined {
    const held = new Set<string>()
    for (const entry of this.#entries) {
      if (entry.state === 'conflict') held.add(entry.lane)
      if (entry.state === 'waiting' && !held.has(entry.lane) && senders.has(entry.kind))
        return entry
    }
    return undefined
  }

  /** Sends one change; false where it makes no sense to go on now. */
  async #attempt(entry: Entry, hasRenewed = false): Promise<boolean> {
    const sender = senders.get(entry.kind) as AnySender
    entry.isAttempted = true
    this.#keep(entry)
    try {
      this.#answered(entry, sender, await sender.send(entry.payload, entry.id))
      return true
    } catch (error) {
      if (error instanceof Refusal && error.code === 'access.csrf' && !hasRenewed) {
        await this.#renew().catch(() => undefined)
        return this.#attempt(entry, true)
      }
      return this.#failed(entry, sender, error)
    }
  }

  #answered(entry: Entry, sender: AnySender, answer: unknown) {
    const later = this.#entries.filter(
      (one) => one.lane === entry.lane && one.at > entry.at && !one.isAttempted,
    )
    for (const one of later) {
      one.payload = sender.follow?.(one.payload, answer) ?? one.payload
      this.#keep(one)
    }
    this.#connected('online')
    this.#delay = FIRST_RETRY_MS
    sender.onSent?.(answer, entry.payload)
    this.#waiters.get(entry.id)?.resolve(answer)
    this.#remove(entry)
  }

  #failed(entry: Entry, sender: AnySender, error: unknown): boolean {
    if (isPassing(error)) {
      const isAway = error instanceof Unreachable
      this.#wait(isAway ? 'offline' : 'online')
      return false
    }
    if (!(error instanceof Refusal)) return this.#refused(entry, error)
    if (error.status === 401) {
      this.#wait('signedOut')
      return false
    }
    this.#connected('online')
    const merged = error.status === 412 ? sender.merge?.(entry.payload, error.problem) : null
    if (merged && 'done' in merged) this.#answered(entry, sender, merged.done)
    else if (merged) this.#again(entry, merged.again)
    else if (error.status === 412 && sender.conflicts(entry.payload, error.problem).length > 0)
      this.#conflicting(entry, error.problem)
    else return this.#refused(entry, error)
    return true
  }

  #conflicting(entry: Entry, problem: unknown) {
    this.#problems.set(entry.id, problem)
    entry.state = 'conflict'
    this.#keep(entry)
    this.#publish()
  }

  /** Whoever has just made a change is told; one that comes late is kept with the reason. */
  #refused(entry: Entry, error: unknown): true {
    const waiter = this.#waiters.get(entry.id)
    if (!entry.isLate && waiter) {
      this.#remove(entry)
    } else {
      const { code = 'unexpected', status = 0, message = '' } = error as Partial<Refusal>
      entry.state = 'refused'
      entry.reason = { code, status, detail: message }
      this.#keep(entry)
      this.#publish()
    }
    waiter?.reject(error)
    this.#waiters.delete(entry.id)
    return true
  }

  /** Another content is another request: it gets a key of its own, and keeps its place. */
  #again(entry: Entry, payload: unknown) {
    const waiter = this.#waiters.get(entry.id)
    forget(this.user, entry)
    this.#problems.delete(entry.id)
    this.#waiters.delete(entry.id)
    Object.assign(entry, { id: newId(), payload, state: 'waiting', isAttempted: false })
    if (waiter) this.#waiters.set(entry.id, waiter)
    this.#keep(entry)
    this.#publish()
  }

  #wait(connection: Connection) {
    for (const one of this.#entries) {
      if (one.state !== 'waiting' || one.isLate) continue
      one.isLate = true
      this.#keep(one)
    }
    this.#connected(connection)
    this.#publish()
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#drain(), this.#delay)
    this.#delay = Math.min(this.#delay * 2, LONGEST_RETRY_MS)
  }

  #remove(entry: Entry) {
    this.#entries = this.#entries.filter((one) => one !== entry)
    this.#waiters.delete(entry.id)
    this.#problems.delete(entry.id)
    forget(this.user, entry)
    this.#publish()
  }

  #keep(entry: Entry) {
    if (senders.get(entry.kind)?.isStorable(entry.payload)) keep(this.user, entry)
  }

  /** Whether a change outlives this page. */
  isKept = (entry: Entry): boolean => isKept(this.user, entry)

  #connected(connection: Connection) {
    if (this.#connection === connection) return
    this.#connection = connection
    this.#publish()
  }

  #nextMoment(): number {
    return Math.max(Date.now(), (this.#entries.at(-1)?.at ?? 0) + 1)
  }

  #publish() {
    this.#state = { entries: [...this.#entries], connection: this.#connection }
    for (const listener of this.#listeners) listener()
  }
}
