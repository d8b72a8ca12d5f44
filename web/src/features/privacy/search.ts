export const TABS = ['people', 'holds', 'retention', 'register', 'notices'] as const
export type PrivacyTab = (typeof TABS)[number]
export type PrivacySearch = { tab?: PrivacyTab; q?: string; somebody?: string; notice?: string }

const text = (value: unknown): string | undefined =>
  value === undefined || value === null || value === '' ? undefined : String(value)

export const privacySearch = (search: Record<string, unknown>): PrivacySearch => ({
  tab: TABS.find((tab) => tab === search.tab),
  q: text(search.q),
  somebody: text(search.somebody),
  notice: text(search.notice),
})
