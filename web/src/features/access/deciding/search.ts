export const TABS = ['authorities', 'bodies', 'decisions', 'delegations', 'separations'] as const
export type DecidingTab = (typeof TABS)[number]

/** What the pages of authorities show, as the address holds it. */
export type DecidingSearch = {
  tab?: DecidingTab
  body?: string
  question?: string
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
  authority: text(search.authority),
  at: text(search.at),
  who: text(search.who),
  amount: typeof search.amount === 'number' ? search.amount : undefined,
})
