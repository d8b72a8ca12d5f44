const STORED_AS = 'zhongshu.user'

/** Notes who works in this browser, so that without a network their waiting changes are found. */
export function rememberUser(id: string | null) {
  if (id === null) localStorage.removeItem(STORED_AS)
  else localStorage.setItem(STORED_AS, id)
}

/** Who was signed in when the server was last heard; null after they left. */
export const lastUser = (): string | null => localStorage.getItem(STORED_AS)
