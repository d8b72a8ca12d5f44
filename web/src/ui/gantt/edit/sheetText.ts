/** Rows and cells of a spreadsheet as text: cells parted by tabs, rows by line ends. */

const NEEDS_QUOTES = /[\t\n\r"]/

/** What a spreadsheet may take for a formula, as in files that the server makes (`kit/formulas.py`). */
const FORMULA = /^'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/
const NUMBER = /^[+-]?\d[\d,]*(?:\.\d+)?%?$/

/** A cell that stays the text it is: an apostrophe is put before what may be a formula. */
function guarded(cell: string): string {
  return FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell
}

/** The cell before it was guarded. */
function unguarded(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell
}

function quoted(cell: string): string {
  return NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/** Cells as spreadsheets put them on the clipboard; none becomes a formula in one. */
export function writeSheet(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((cell) => quoted(guarded(cell))).join('\t')).join('\n')
}

/** The end of a quoted cell that begins at `from`, past its closing quote. */
function endOfQuoted(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] !== '"') continue
    if (text[at + 1] !== '"') return at + 1
    at += 1
  }
  return -1
}

function endOfPlain(text: string, from: number): number {
  let at = from
  while (at < text.length && text[at] !== '\t' && text[at] !== '\n') at += 1
  return at
}

/** The cells of a clipboard text, as they were before `writeSheet`; one in quotes may hold tabs and line ends. */
export function readSheet(source: string): string[][] {
  const text = source.replace(/\r\n?/g, '\n').replace(/\n$/, '')
  const rows: string[][] = [[]]
  for (let at = 0; at <= text.length; ) {
    const closed = text[at] === '"' ? endOfQuoted(text, at) : -1
    // A quote that is never closed, or closed within a word, is a letter like any other.
    const isQuoted = closed >= 0 && endOfPlain(text, closed) === closed
    const end = isQuoted ? closed : endOfPlain(text, at)
    const raw = text.slice(at, end)
    const cell = isQuoted ? raw.slice(1, -1).replaceAll('""', '"') : raw
    rows.at(-1)?.push(unguarded(cell.trim()))
    if (text[end] === '\n') rows.push([])
    at = end + 1
  }
  return rows
}
