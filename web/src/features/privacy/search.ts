export const TABS = ['people', 'holds', 'retention', 'register', 'notices', 'consents'] as const
export type PrivacyTab = (typeof TABS)[number]
export const ANSWERS = ['acknowledged', 'agreed', 'refused', 'withdrawn'] as const
/** Which answers are listed: of whom, to what, and what they say. */
export type AnswerSearch = {
  who?: string
  /** What consent is asked for, or `information` for what is only told. */
  purpose?: string
  answer?: (typeof ANSWERS)[number]
}
export type PrivacySearch = AnswerSearch & {
  tab?: PrivacyTab
  q?: string
  somebody?: string
  notice?: string
}

const text = (value: unknown): string | undefined =>
  value === undefined || value === null || value === '' ? undefined : String(value)

export const privacySearch = (search: Record<string, unknown>): PrivacySearch => ({
  tab: TABS.find((tab) => tab === search.tab),
  q: text(search.q),
  somebody: text(search.somebody),
  notice: text(search.notice),
  who: text(search.who),
  purpose: text(search.purpose),
  answer: ANSWERS.find((answer) => answer === search.answer),
})
