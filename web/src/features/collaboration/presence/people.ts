import type { Presence } from './presence'

/** As many colours as can be told apart; a word always stands beside them. */
export const N_TONES = 6

export type Person = { id: string; name: string; initials: string; tone: number }

const HAN = /\p{Script=Han}/u

/** The last two letters of a Chinese name, the first ones of two words else. */
export function initialsOf(name: string): string {
  if (HAN.test(name)) return [...name.replace(/\s/g, '')].slice(-2).join('')
  const words = name.trim().split(/\s+/)
  const first = words[0]?.[0] ?? '?'
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : (words[0]?.[1] ?? '')
  return (first + last).toUpperCase()
}

/** The same person has the same colour on every screen. */
function toneOf(id: string): number {
  let sum = 0
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 9973
  return sum % N_TONES
}

export const personOf = ({ user: { id, name } }: Presence): Person => ({
  id,
  name,
  initials: initialsOf(name),
  tone: toneOf(id),
})

/** Everybody once, however many tabs they have open. */
export function peopleOf(presences: readonly Presence[]): Person[] {
  const found = new Map(presences.map((one) => [one.user.id, personOf(one)]))
  return [...found.values()]
}
