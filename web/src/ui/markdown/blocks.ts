import { type Inline, inlines } from './inlines'

/** A part of a text that stands by itself. */
export type Block =
  | { kind: 'paragraph'; inner: Inline[] }
  | { kind: 'heading'; depth: number; inner: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'list'; isOrdered: boolean; start: number; items: Item[] }
  | { kind: 'table'; aligned: Alignment[]; head: Inline[][]; rows: Inline[][][] }
  | { kind: 'rule' }

/** One of a list; `isDone` tells whether a task of it is ticked, null that it is none. */
export type Item = { isDone: boolean | null; blocks: Block[] }
export type Alignment = 'left' | 'center' | 'right' | null

const FENCE = /^ {0,3}(```+|~~~+)/
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/
const RULE = /^ {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/
const QUOTE = /^ {0,3}> ?/
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])(\s+)/
const TASK = /^\[([ xX])\]\s+/
const TABLE_LINE = /^ {0,3}\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?$/
const CELL_EDGE = /(?<!\\)\|/
const MAX_DEPTH = 5
const MAX_COLUMNS = 50

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
    // A blank line belongs to the item where what follows is set in.
    const next = from.lines[from.at + 1] ?? ''
    const goesOn = line.trim() === '' && /^( {2,}|\t)\S/.test(next)
    if ((line.trim() === '' && !goesOn) || (!isSetIn && !goesOn && isStart(line))) break
    inner.push(line.replace(new RegExp(`^(?: {1,${width}}|\\t)`), ''))
    from.at += 1
  }
  return inner
}

function takeList(from: Lines, depth: number): Block {
  const mark = ITEM.exec(from.lines[from.at] ?? '')?.[2] ?? '-'
  const isOrdered = /\d/.test(mark)
  const items: Item[] = []
  for (;;) {
    const isParted = (from.lines[from.at] ?? 'x').trim() === ''
    const next = ITEM.exec(from.lines[from.at + (isParted ? 1 : 0)] ?? '')
    if (!next || /\d/.test(next[2] ?? '') !== isOrdered) break
    if (isParted) from.at += 1
    const [first = '', ...others] = takeItem(from)
    const tick = TASK.exec(first)?.[1]
    items.push({
      isDone: tick === undefined ? null : tick !== ' ',
      blocks: blocksOf([first.replace(TASK, ''), ...others], depth + 1),
    })
  }
  return { kind: 'list', isOrdered, start: isOrdered ? Number.parseInt(mark, 10) : 1, items }
}

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(CELL_EDGE)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))

const alignmentOf = (cell: string): Alignment => {
  if (cell.endsWith(':')) return cell.startsWith(':') ? 'center' : 'right'
  return cell.startsWith(':') ? 'left' : null
}

const isTable = ({ lines, at }: Lines): boolean =>
  CELL_EDGE.test(lines[at] ?? '') && TABLE_LINE.test(lines[at + 1] ?? '')

/** A row of heads, a line below it, and rows with as many cells. */
function takeTable(from: Lines): Block {
  const head = cellsOf(from.lines[from.at] ?? '').slice(0, MAX_COLUMNS)
  const aligned = cellsOf(from.lines[from.at + 1] ?? '').map(alignmentOf)
  const rows: Inline[][][] = []
  from.at += 2
  while (from.at < from.lines.length) {
    const line = from.lines[from.at] ?? ''
    if (line.trim() === '' || !CELL_EDGE.test(line)) break
    const cells = cellsOf(line)
    rows.push(head.map((_, column) => inlines(cells[column] ?? '')))
    from.at += 1
  }
  return { kind: 'table', aligned, head: head.map((cell) => inlines(cell)), rows }
}

function takeParagraph(from: Lines): Block {
  const first = from.at
  from.at += 1
  while (from.at < from.lines.length) {
    const line = from.lines[from.at] ?? ''
    if (line.trim() === '' || isStart(line) || isTable(from)) break
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
    if (!heading) return { kind: 'rule' }
    const [, marks = '#', text = ''] = heading
    return { kind: 'heading', depth: marks.length, inner: inlines(text) }
  }
  if (isTable(from)) return takeTable(from)
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
