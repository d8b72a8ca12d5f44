import { soundsOf } from './pinyin/pinyin'

/** From the first to before the last character of a stretch. */
export type Stretch = readonly [number, number]
export type Match = { score: number; marks: Stretch[] }

type Word = { start: number; end: number; ways: string[] }

const HAN = /[\u3400-\u9fff]/
const WORD = /[\u3400-\u9fff]|[^\W_]+/g
const APART = /[^\p{L}\p{N}]+/u
const WRITTEN = 100
const SPOKEN = 60
const SCATTERED = 20

function wordsOf(text: string): Word[] {
  return Array.from(text.toLowerCase().matchAll(WORD), ({ 0: word, index: start }) => ({
    start,
    end: start + word.length,
    ways: HAN.test(word) ? [word, ...soundsOf(word)] : [word],
  }))
}

/** What stands between the spaces and marks of a typed text. */
export const partsOf = (typed: string): string[] => typed.toLowerCase().split(APART).filter(Boolean)

function written(text: string, part: string): Match | null {
  const lower = text.toLowerCase()
  const at = lower.indexOf(part)
  if (at < 0) return null
  const startsWord =
    at === 0 || HAN.test(lower[at] ?? '') || !/[\p{L}\p{N}]/u.test(lower[at - 1] ?? '')
  const bonus = (at === 0 ? 20 : 0) + (startsWord ? 10 : 0) - Math.min(at, 9)
  return { score: WRITTEN + bonus, marks: [[at, at + part.length]] }
}

/** Words one after another, of each of which some first letters make up the part. */
function spokenFrom(words: Word[], first: number, part: string): Stretch[] | null {
  let reached = new Map<number, Stretch[]>([[0, []]])
  for (const { start, end, ways } of words.slice(first, first + part.length)) {
    const further = new Map<number, Stretch[]>()
    for (const [position, taken] of reached)
      for (const way of ways)
        for (let n = 1; n <= way.length && part.startsWith(way.slice(0, n), position); n += 1)
          further.set(position + n, [...taken, [start, end]])
    const whole = further.get(part.length)
    if (whole) return whole
    reached = further
  }
  return null
}

function spoken(words: Word[], part: string): Match | null {
  for (let first = 0; first < words.length; first += 1) {
    const marks = spokenFrom(words, first, part)
    if (marks) return { score: SPOKEN + (first === 0 ? 10 : 0) - Math.min(first, 9), marks }
  }
  return null
}

/** The letters in this order with others between; only from three letters on, or all would match. */
function scattered(text: string, part: string): Match | null {
  if (part.length < 3) return null
  const lower = text.toLowerCase()
  const marks: Stretch[] = []
  let from = 0
  for (const letter of part) {
    const at = lower.indexOf(letter, from)
    if (at < 0) return null
    marks.push([at, at + 1])
    from = at + 1
  }
  const spread = from - (marks[0]?.[0] ?? 0) - part.length
  return spread > part.length * 3 ? null : { score: SCATTERED - Math.min(spread, 19), marks }
}

/** How well a text answers to what was typed, and where; null if a part of it does not. */
export function matchOf(text: string, typed: string): Match | null {
  const words = wordsOf(text)
  const marks: Stretch[] = []
  let score = 0
  const parts = partsOf(typed)
  for (const part of parts) {
    const match = written(text, part) ?? spoken(words, part) ?? scattered(text, part)
    if (!match) return null
    score += match.score / parts.length
    marks.push(...match.marks)
  }
  return parts.length === 0 ? null : { score, marks }
}
