/**
 * A random UUID.
 *
 * `crypto.randomUUID` is missing where the page came over plain http from another machine, as on a
 * company's own network; random bytes are there everywhere.
 */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes.forEach((byte, index) => {
    if (index === 6) bytes[index] = (byte & 0x0f) | 0x40
    if (index === 8) bytes[index] = (byte & 0x3f) | 0x80
  })
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [8, 12, 16, 20].reduceRight((id, at) => `${id.slice(0, at)}-${id.slice(at)}`, hex)
}

/**
 * A random UUID for something in a plan, told apart from those of every other plan by its first half:
 * version 8, and in front the last 12 digits of the project's id, as the server asks for.
 */
export function newIdIn(projectId: string): string {
  const space = projectId.slice(-12)
  return `${space.slice(0, 8)}-${space.slice(8)}-8${newId().slice(15)}`
}
