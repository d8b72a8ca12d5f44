import './markdown.css'
import { Fragment, type ReactNode, useMemo } from 'react'
import { type Block, parse } from './blocks'
import type { Inline } from './inlines'

type Names = ReadonlyMap<string, string>
type MarkdownProps = {
  text: string
  /** How those who are mentioned are called now, by id. */
  names?: Names
}

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
      return (
        <a href={piece.address} target="_blank" rel="noopener noreferrer nofollow">
          {inside(piece.inner)}
        </a>
      )
    default: {
      const Tag = TAGS[piece.kind]
      return <Tag>{inside(piece.inner)}</Tag>
    }
  }
}

function drawBlock(block: Block, names: Names): ReactNode {
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
      return <blockquote>{inOrder(block.blocks, (one) => drawBlock(one, names))}</blockquote>
    case 'list': {
      const items = block.items.map((item, index) => {
        const key = `${index}`
        return <li key={key}>{inOrder(item, (one) => drawBlock(one, names))}</li>
      })
      return block.isOrdered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>
    }
    default:
      return (
        <p className={block.kind === 'heading' ? 'markdown-heading' : undefined}>
          {inOrder(block.inner, (one) => drawInline(one, names))}
        </p>
      )
  }
}

/** A Markdown text as elements, through an allow-list; no markup of it is ever interpreted. */
export function Markdown({ text, names = NOBODY }: MarkdownProps) {
  const blocks = useMemo(() => parse(text), [text])
  return <div className="markdown">{inOrder(blocks, (block) => drawBlock(block, names))}</div>
}
