/** In whose place the viewer acts, in this tab alone. */
export type Acting = { delegationId: string; giver: string; viewerId: string }

const KEY = 'zhongshu.acting'
export const ACTING_HEADER = 'X-Acting-Under'

export function acting(): Acting | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? 'null')
  } catch {
    return null
  }
}

/** What a request carries while the viewer acts in the place of another. */
export const actingHeaders = (): Record<string, string> => {
  const now = acting()
  return now ? { [ACTING_HEADER]: now.delegationId } : {}
}

export const stopActing = () => sessionStorage.removeItem(KEY)

/** Everything that is open was read with other rights, so the pages begin anew. */
const beginAnew = () => window.location.assign('/')

export function actFor(as: Acting) {
  sessionStorage.setItem(KEY, JSON.stringify(as))
  beginAnew()
}

export function actForOneself() {
  stopActing()
  beginAnew()
}
