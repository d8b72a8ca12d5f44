export const TABS = [
  'authorities',
  'bodies',
  'decisions',
  'lowerings',
  'delegations',
  'separations',
] as const
export const LOWERING_STATES = ['waiting', 'confirmed', 'declined', 'withdrawn'] as const
export type DecidingTab = (typeof TABS)[number]

/** What the pages of authorities show, as the address holds it. */
export type DecidingSearch = {
  tab?: DecidingTab
  body?: string
  question?: string
  /** A request to lower a class that is meant alone, or those in one state. */
  lowering?: string
  state?: (typeof LOWERING_STATES)[number]
  /** What is asked: may this person decide this there, and as much? */
  authority?: string
  at?: string
  who?: string
  amount?: number
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

export const decidingSearch = (search: Record<string, unknown>): DecidingSearch => ({
  tab: TABS.find((tab) => tab === search.tab),
  body: text(search.body),
  question: text(search.question),
  lowering: text(search.lowering),
  state: LOWERING_STATES.find((state) => state === search.state),
  authority: text(search.authority),
  at: text(search.at),
  who: text(search.who),
  amount: typeof search.amount === 'number' ? search.amount : undefined,
})
