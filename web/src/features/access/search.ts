export const TABS = ['accounts', 'roles', 'grants', 'glass'] as const
export type AccessTab = (typeof TABS)[number]
export type GrantState = 'in_force' | 'proposed' | 'not_yet' | 'over'

/** What the pages of access show, as the address holds it. */
export type AccessSearch = {
  tab?: AccessTab
  q?: string
  role?: string
  user?: string
  scope?: string
  state?: GrantState
  /** Whether only what is to be reviewed is shown. */
  open?: true
  /** What is asked: who may do this there. */
  permission?: string
  at?: string
  who?: string
}

const STATES = ['in_force', 'proposed', 'not_yet', 'over'] as const

const text = (value: unknown): string | undefined =>
  value === undefined || value === null || value === '' ? undefined : String(value)

export const accessSearch = (search: Record<string, unknown>): AccessSearch => ({
  tab: TABS.find((tab) => tab === search.tab),
  q: text(search.q),
  role: text(search.role),
  user: text(search.user),
  scope: text(search.scope),
  state: STATES.find((state) => state === search.state),
  open: search.open === true || undefined,
  permission: text(search.permission),
  at: text(search.at),
  who: text(search.who),
})

/** Only addresses of our own pages: `//` and `/\\` lead to other hosts. */
const ownPath = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : undefined

const code = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[a-z_]{1,40}$/.test(value) ? value : undefined

export type SignInSearch = { to?: string; refused?: string }

/** Where to go after signing in, and why single sign-on led nowhere. */
export const signInSearch = (search: Record<string, unknown>): SignInSearch => ({
  to: ownPath(search.to),
  refused: code(search.refused),
})

export const securitySearch = (search: Record<string, unknown>): { refused?: string } => ({
  refused: code(search.refused),
})
