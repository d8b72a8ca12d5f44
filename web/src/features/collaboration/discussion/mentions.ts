import type { SomeUser } from './queries'

/** What is being typed after an `@`, and where the `@` stands. */
export type Typed = { text: string; from: number }

const STORED = /@\[([^[\]\n]{0,200})\]\(user:([0-9a-f-]{36})\)/gi
const TYPED = /(?:^|[\s（(，。、；：“"'])@([\p{L}\p{N}·.\- ]{0,30})$/u

/** The mention that the caret stands in, if it does in one. */
export function typedAt(text: string, caret: number): Typed | null {
  const found = TYPED.exec(text.slice(0, caret))
  if (!found || found[1] === undefined || /\s{2}|^\s/.test(found[1])) return null
  return { text: found[1].trim(), from: caret - found[1].length - 1 }
}

/** A text as its author reads it, `@name`, with those it names. */
export function readable(stored: string, names: ReadonlyMap<string, string>) {
  const named: SomeUser[] = []
  const text = stored.replace(STORED, (_, written: string, id: string) => {
    const name = names.get(id.toLowerCase()) ?? written
    named.push({ id: id.toLowerCase(), name })
    return `@${name}`
  })
  return { text, named }
}

/** A text as it is stored: each `@name` that was chosen carries the id of its user. */
export function storable(text: string, named: readonly SomeUser[]): string {
  const byName = new Map(named.map(({ name, id }) => [name, id]))
  const longestFirst = [...byName.keys()].sort((a, b) => b.length - a.length)
  let rest = text
  let stored = ''
  while (rest) {
    const at = rest.indexOf('@')
    if (at < 0) break
    const name = longestFirst.find((one) => rest.startsWith(one, at + 1))
    stored += rest.slice(0, at)
    stored +=
      name === undefined ? '@' : `@[${name.replace(/[[\]\n]/g, ' ')}](user:${byName.get(name)})`
    rest = rest.slice(at + 1 + (name?.length ?? 0))
  }
  return stored + rest
}

/** The text with the mention of a user in the place of what was typed. */
export const completed = (text: string, { from }: Typed, caret: number, { name }: SomeUser) => ({
  text: `${text.slice(0, from)}@${name} ${text.slice(caret)}`,
  caret: from + name.length + 2,
})
