import { decoded } from './entities'

/** A piece of a line. What is not among these is text, whatever it looks like. */
export type Inline =
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'break' }
  | { kind: 'strong' | 'emphasis' | 'deleted'; inner: Inline[] }
  | { kind: 'link'; address: string; inner: Inline[] }
  | { kind: 'mention'; id: string; name: string }

const MENTION = /@\[([^[\]\n]{0,200})\]\(user:([0-9a-f-]{36})\)/iy
const LINK = /!?\[([^[\]\n]{1,500})\]\(([^()\s]{1,2000})(?: "[^"\n]{0,200}")?\)/y
const BARE_ADDRESS = /https?:\/\/[^\s<>"'`，。；：！？、（）【】《》]{1,2000}/iy
const MARKS = [
  { mark: '***', kind: 'strong' },
  { mark: '**', kind: 'strong' },
  { mark: '__', kind: 'strong' },
  { mark: '~~', kind: 'deleted' },
  { mark: '*', kind: 'emphasis' },
  { mark: '_', kind: 'emphasis' },
] as const
const ESCAPED = /[!-/:-@[-`{-~]/
const WORD = /[\p{L}\p{N}]/u
const SAFE = /^(?:https?:\/\/|mailto:|\/(?![/\\]))/i
const MAX_DEPTH = 6

type Found = { piece: Inline; end: number }
type Scan = { text: string; depth: number; missing: Set<string> }

/** Whether a link leads out of the site. */
export const isOutside = (address: string): boolean => !address.startsWith('/')

/** Only addresses that open a page or a letter; never a script. */
export const isSafe = (address: string): boolean => SAFE.test(address)

const at = (pattern: RegExp, text: string, index: number) => {
  pattern.lastIndex = index
  return pattern.exec(text)
}

function linkAt({ text, depth }: Scan, index: number): Found | null {
  const link = at(LINK, text, index)
  if (!link?.[1] || !link[2] || !isSafe(link[2])) return null
  const inner = inlines(link[1], depth + 1).filter(({ kind }) => kind !== 'link')
  return { piece: { kind: 'link', address: link[2], inner }, end: index + link[0].length }
}

function bareAddressAt({ text }: Scan, index: number): Found | null {
  const found = at(BARE_ADDRESS, text, index)
  if (!found) return null
  const address = found[0].replace(/[).,;:!?\]]+$/, '')
  const inner: Inline[] = [{ kind: 'text', text: address }]
  return { piece: { kind: 'link', address, inner }, end: index + address.length }
}

function mentionAt({ text }: Scan, index: number): Found | null {
  const found = at(MENTION, text, index)
  if (!found?.[2]) return null
  const piece = { kind: 'mention', id: found[2].toLowerCase(), name: found[1] ?? '' } as const
  return { piece, end: index + found[0].length }
}

/** Where a mark closes; one that closes nowhere is looked for once. */
function closing({ text, missing }: Scan, mark: string, from: number): number {
  if (missing.has(mark)) return -1
  const end = text.indexOf(mark, from)
  if (end < 0) missing.add(mark)
  return end
}

function codeAt(scan: Scan, index: number): Found | null {
  const end = closing(scan, '`', index + 1)
  if (end <= index + 1) return null
  return { piece: { kind: 'code', text: scan.text.slice(index + 1, end) }, end: end + 1 }
}

function markedAt(scan: Scan, index: number): Found | null {
  const { text, depth } = scan
  const marked = MARKS.find(({ mark }) => text.startsWith(mark, index))
  if (!marked) return null
  const { mark, kind } = marked
  const start = index + mark.length
  const isInWord = mark[0] === '_' && WORD.test(text[index - 1] ?? '')
  const end = isInWord || /\s/.test(text[start] ?? ' ') ? -1 : closing(scan, mark, start + 1)
  if (end < 0 || /\s/.test(text[end - 1] ?? ' ')) return null
  const plain = inlines(text.slice(start, end), depth + 1)
  const inner: Inline[] = mark === '***' ? [{ kind: 'emphasis', inner: plain }] : plain
  return { piece: { kind, inner }, end: end + mark.length }
}

function foundAt(scan: Scan, index: number): Found | null {
  const { text } = scan
  const first = text[index] ?? ''
  if (first === '\n') return { piece: { kind: 'break' }, end: index + 1 }
  if (first === '\\' && text[index + 1] === '\n')
    return { piece: { kind: 'break' }, end: index + 2 }
  if (first === '\\' && ESCAPED.test(text[index + 1] ?? ''))
    return { piece: { kind: 'text', text: text[index + 1] ?? '' }, end: index + 2 }
  if (first === '`') return codeAt(scan, index)
  if (first === '@') return mentionAt(scan, index)
  if (first === '[' || first === '!') return linkAt(scan, index)
  if (first === 'h' || first === 'H') return bareAddressAt(scan, index)
  return '*_~'.includes(first) ? markedAt(scan, index) : null
}

/** The pieces of a paragraph; nesting beyond reason is text. */
export function inlines(text: string, depth = 0): Inline[] {
  if (depth > MAX_DEPTH) return [{ kind: 'text', text }]
  const scan = { text, depth, missing: new Set<string>() }
  const pieces: Inline[] = []
  let plain = ''
  const flush = () => {
    if (plain) pieces.push({ kind: 'text', text: decoded(plain) })
    plain = ''
  }
  for (let index = 0; index < text.length; ) {
    const found = foundAt(scan, index)
    if (found?.piece.kind === 'text') plain += found.piece.text
    else if (found) {
      flush()
      pieces.push(found.piece)
    } else plain += text[index]
    index = found?.end ?? index + 1
  }
  flush()
  return pieces
}
