import { type Inline, inlines } from './inlines'

/** A part of a text that stands by itself. */
export type Block =
  | { kind: 'paragraph' | 'heading'; inner: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'list'; isOrdered: boolean; start: number; items: Block[][] }
  | { kind: 'rule' }

const FENCE = /^ {0,3}(```+|~~~+)/
const HEADING = /^ {0,3}#{1,6}\s+(.*?)\s*#*$/
const RULE = /^ {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/
const QUOTE = /^ {0,3}> ?/
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])(\s+)/
const MAX_DEPTH = 5

type Lines = { lines: string[]; at: number }

const isStart = (line: string) =>
  [FENCE, HEADING, RULE, QUOTE, ITEM].some((pattern) => pattern.test(line))

function takeCode(from: Lines): Block {
  const fence = FENCE.exec(from.lines[from.at] ?? '')?.[1] ?? '```'
  const first = from.at + 1
  let end = first
  while (end < from.lines.length && !(from.lines[end] ?? '').trim().startsWith(fence)) end += 1
  from.at = end + 1
  return { kind: 'code', text: from.lines.slice(first, end).join('\n') }
}

function takeQuote(from: Lines, depth: number): Block {
  const inner: string[] = []
  while (QUOTE.test(from.lines[from.at] ?? '')) {
    inner.push((from.lines[from.at] ?? '').replace(QUOTE, ''))
    from.at += 1
  }
  return { kind: 'quote', blocks: blocksOf(inner, depth + 1) }
}

/** The lines of one item: its own, and those set in below it. */
function takeItem(from: Lines): string[] {
  const first = from.lines[from.at] ?? ''
  const width = ITEM.exec(first)?.[0].length ?? 2
  const inner = [first.slice(width)]
  from.at += 1
  while (from.at < from.lines.length) {
    const line = from.lines[from.at] ?? ''
    const isSetIn = /^( {2,}|\t)/.test(line)
    if (line.trim() === '' || (!isSetIn && isStart(line))) break
    inner.push(line.replace(new RegExp(`^(?: {1,${width}}|\\t)`), ''))
    from.at += 1
  }
  return inner
}

function takeList(from: Lines, depth: number): Block {
  const mark = ITEM.exec(from.lines[from.at] ?? '')?.[2] ?? '-'
  const isOrdered = /\d/.test(mark)
  const items: Block[][] = []
  for (;;) {
    const next = ITEM.exec(from.lines[from.at] ?? '')
    if (!next || /\d/.test(next[2] ?? '') !== isOrdered) break
    items.push(blocksOf(takeItem(from), depth + 1))
  }
  return { kind: 'list', isOrdered, start: isOrdered ? Number.parseInt(mark, 10) : 1, items }
}

function takeParagraph(from: Lines): Block {
  const first = from.at
  from.at += 1
  while (from.at < from.lines.length) {
    const line = from.lines[from.at] ?? ''
    if (line.trim() === '' || isStart(line)) break
    from.at += 1
  }
  const text = from.lines.slice(first, from.at).join('\n').trim()
  return { kind: 'paragraph', inner: inlines(text) }
}

function take(from: Lines, depth: number): Block {
  const line = from.lines[from.at] ?? ''
  const heading = HEADING.exec(line)
  if (FENCE.test(line)) return takeCode(from)
  if (heading || RULE.test(line)) {
    from.at += 1
    return heading ? { kind: 'heading', inner: inlines(heading[1] ?? '') } : { kind: 'rule' }
  }
  if (QUOTE.test(line)) return takeQuote(from, depth)
  return ITEM.test(line) ? takeList(from, depth) : takeParagraph(from)
}

function blocksOf(lines: string[], depth: number): Block[] {
  if (depth > MAX_DEPTH)
    return [{ kind: 'paragraph', inner: [{ kind: 'text', text: lines.join('\n') }] }]
  const from = { lines, at: 0 }
  const blocks: Block[] = []
  while (from.at < lines.length) {
    if ((lines[from.at] ?? '').trim() === '') from.at += 1
    else blocks.push(take(from, depth))
  }
  return blocks
}

/** The parts of a Markdown text, by an allow-list: HTML is text like any other. */
export const parse = (source: string): Block[] => blocksOf(source.split(/\r\n?|\n/), 0)
