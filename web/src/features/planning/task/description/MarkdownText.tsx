import type { Token, Tokens } from 'marked'
import { type ElementType, Fragment, type ReactNode, useMemo } from 'react'
import { decoded } from './entities'
import { isOutside, safeAddress } from './links'
import { plainMarked } from './plainMarked'

const reader = plainMarked()

/** A text in Markdown to read: only the elements named here are made, whatever it holds. */
export function MarkdownText({ source }: { source: string }) {
  const tokens = useMemo(() => reader.lexer(source), [source])
  return <div className="markdown">{elements(tokens)}</div>
}

const elements = (tokens: readonly Token[] = []): ReactNode =>
  tokens.map((token, at) => <Fragment key={at}>{elementOf(token)}</Fragment>)

const INLINE: Readonly<Record<string, ElementType>> = {
  strong: 'strong',
  em: 'em',
  del: 's',
  blockquote: 'blockquote',
  paragraph: 'p',
}

function elementOf(token: Token): ReactNode {
  const Element = INLINE[token.type]
  if (Element) return <Element>{elements((token as Tokens.Paragraph).tokens)}</Element>
  switch (token.type) {
    case 'heading':
      return <Heading token={token as Tokens.Heading} />
    case 'list':
      return <List token={token as Tokens.List} />
    case 'link':
      return <Anchor token={token as Tokens.Link} />
    case 'image':
      return <Anchor token={token as Tokens.Image} />
    case 'codespan':
      return <code>{decoded((token as Tokens.Codespan).text)}</code>
    case 'code':
      return (
        <pre>
          <code>{(token as Tokens.Code).text}</code>
        </pre>
      )
    case 'table':
      return <Table token={token as Tokens.Table} />
    case 'hr':
      return <hr />
    case 'br':
      return <br />
    case 'space':
    case 'def':
    case 'checkbox':
      return null
    default:
      return 'tokens' in token && token.tokens
        ? elements(token.tokens)
        : decoded('text' in token ? String(token.text) : token.raw)
  }
}

/** The page has headings of its own above those of a text. */
function Heading({ token }: { token: Tokens.Heading }) {
  const Element = `h${Math.min(token.depth + 4, 6)}` as ElementType
  return <Element data-depth={token.depth}>{elements(token.tokens)}</Element>
}

function List({ token }: { token: Tokens.List }) {
  const items = token.items.map((item, at) => (
    <li key={at}>
      {item.task && (
        <input
          type="checkbox"
          checked={item.checked === true}
          disabled
          readOnly
          aria-label={item.text}
        />
      )}
      {elements(item.tokens)}
    </li>
  ))
  return token.ordered ? <ol start={Number(token.start) || 1}>{items}</ol> : <ul>{items}</ul>
}

function Anchor({ token }: { token: Tokens.Link | Tokens.Image }) {
  const address = safeAddress(token.href)
  const inside = token.type === 'link' ? elements(token.tokens) : decoded(token.text)
  if (address === null) return inside
  return isOutside(address) ? (
    <a href={address} target="_blank" rel="noopener noreferrer nofollow">
      {inside}
    </a>
  ) : (
    <a href={address}>{inside}</a>
  )
}

function Table({ token }: { token: Tokens.Table }) {
  return (
    <table>
      <thead>
        <tr>
          {token.header.map((cell, at) => (
            <th key={at}>{elements(cell.tokens)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {token.rows.map((row, at) => (
          <tr key={at}>
            {row.map((cell, column) => (
              <td key={column}>{elements(cell.tokens)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
