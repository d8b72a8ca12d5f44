const ALLOWED = new Set(['http:', 'https:', 'mailto:'])

/** The address of a link as far as it may be followed: of the web, of a mail, or within the site. */
export function safeAddress(address: string): string | null {
  try {
    const { protocol } = new URL(address, window.location.origin)
    return ALLOWED.has(protocol) ? address : null
  } catch {
    return null
  }
}

/** Whether a link leads out of the site. */
export const isOutside = (address: string): boolean =>
  new URL(address, window.location.origin).origin !== window.location.origin
