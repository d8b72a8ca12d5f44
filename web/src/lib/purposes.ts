import { lastUser } from './lastUser'

const MOST = 5
let said: { by: string | null; purposes: readonly string[] } = { by: null, purposes: [] }

/** What the viewer gave as a purpose of late, the latest first; it is stored nowhere and ends with the tab. */
export const recentPurposes = (): readonly string[] => (said.by === lastUser() ? said.purposes : [])

export function rememberPurpose(purpose: string) {
  const others = recentPurposes().filter((one) => one !== purpose)
  said = { by: lastUser(), purposes: [purpose, ...others].slice(0, MOST) }
}
