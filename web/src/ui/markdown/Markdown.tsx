import './markdown.css'
import { type ElementType, Fragment, type ReactNode, useMemo } from 'react'
import { type Block, type Item, parse } from './blocks'
import { type Inline, isOutside } from './inlines'

type Names = ReadonlyMap<string, string>
type MarkdownProps = {
  text: string
  /** How those who are mentioned are called now, by id. */
  names?: Names
  /** The level of the headings around the text: its own stand below. Absent: they are only bold. */
  below?: number
}

type Table = Extract<Block, { kind: 'table' }>
type Heading = Extract<Block, { kind: 'heading' }>

const TAGS = { strong: 'strong', emphasis: 'em', deleted: 's' } as const
const NOBODY: Names = new Map()

/** Positions name the pieces: a text is parsed as a whole, so none of them moves by itself. */
const inOrder = <Piece,>(pieces: Piece[], draw: (piece: Piece) => ReactNode) =>
  pieces.map((piece, index) => {
    const key = `${index}`
    return <Fragment key={key}>{draw(piece)}</Fragment>
  })

function drawInline(piece: Inline, names: Names): ReactNode {
  const inside = (inner: Inline[]) => inOrder(inner, (one) => drawInline(one, names))
  switch (piece.kind) {
    case 'text':
      return piece.text
    case 'break':
      return <br />
    case 'code':
      return <code>{piece.text}</code>
    case 'mention':
      return <span className="markdown-mention">@{names.get(piece.id) ?? piece.name}</span>
    case 'link':
      return <Anchor address={piece.address}>{inside(piece.inner)}</Anchor>
    default: {
      const Tag = TAGS[piece.kind]
      return <Tag>{inside(piece.inner)}</Tag>
    }
  }
}

function Anchor({ address, children }: { address: string; children: ReactNode }) {
  if (!isOutside(address)) return <a href={address}>{children}</a>
  return (
    <a href={address} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  )
}

type Around = { names: Names; below: number | undefined }

function drawItem({ isDone, blocks }: Item, around: Around): ReactNode {
  const inside = inOrder(blocks, (one) => drawBlock(one, around))
  if (isDone === null) return <li>{inside}</li>
  return (
    <li className="markdown-task">
      <span aria-hidden>{isDone ? '☑' : '☐'}</span>
      <span className="visually-hidden">{isDone ? '✓' : '✗'}</span>
      <div>{inside}</div>
    </li>
  )
}

function drawTable({ head, aligned, rows }: Table, { names }: Around): ReactNode {
  const inside = (pieces: Inline[]) => inOrder(pieces, (one) => drawInline(one, names))
  const inRow = (cells: Inline[][], kind: 'th' | 'td') =>
    cells.map((cell, column) => {
      const key = `${column}`
      // A corner without words heads nothing.
      const Cell = cell.length === 0 ? 'td' : kind
      return (
        <Cell key={key} data-align={aligned[column] ?? undefined}>
          {inside(cell)}
        </Cell>
      )
    })
  return (
    <table>
      <thead>
        <tr>{inRow(head, 'th')}</tr>
      </thead>
      <tbody>
        {inOrder(rows, (row) => (
          <tr>{inRow(row, 'td')}</tr>
        ))}
      </tbody>
    </table>
  )
}

function drawHeading({ depth, inner }: Heading, { names, below }: Around): ReactNode {
  const inside = inOrder(inner, (one) => drawInline(one, names))
  if (below === undefined) return <p className="markdown-heading">{inside}</p>
  const Element = `h${Math.min(depth + below, 6)}` as ElementType
  return <Element data-depth={depth}>{inside}</Element>
}

function drawBlock(block: Block, around: Around): ReactNode {
  const { names } = around
  switch (block.kind) {
    case 'rule':
      return <hr />
    case 'code':
      return (
        // A long line is scrolled sideways, by keyboard too.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls can be reached
        <pre tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      )
    case 'quote':
      return <blockquote>{inOrder(block.blocks, (one) => drawBlock(one, around))}</blockquote>
    case 'list': {
      const items = inOrder(block.items, (item) => drawItem(item, around))
      return block.isOrdered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>
    }
    case 'table':
      return drawTable(block, around)
    case 'heading':
      return drawHeading(block, around)
    default:
      return <p>{inOrder(block.inner, (one) => drawInline(one, names))}</p>
  }
}

/** A Markdown text as elements, through an allow-list; no markup of it is ever interpreted. */
export function Markdown({ text, names = NOBODY, below }: MarkdownProps) {
  const blocks = useMemo(() => parse(text), [text])
  return (
    <div className="markdown">{inOrder(blocks, (block) => drawBlock(block, { names, below }))}</div>
  )
}
