import { render, screen } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { Markdown } from './Markdown'

const ID = '01890000-0000-7000-8000-000000000000'
const shown = (text: string) => render(<Markdown text={text} />).container.firstElementChild

describe('what people write', () => {
  test.each([
    [
      '**bold** and *it* and ~~old~~',
      '<p><strong>bold</strong> and <em>it</em> and <s>old</s></p>',
    ],
    ['one\ntwo', '<p>one<br>two</p>'],
    ['snake_case_name and 2 * 3 * 4', '<p>snake_case_name and 2 * 3 * 4</p>'],
    ['`a **b**`', '<p><code>a **b**</code></p>'],
    ['## Plan', '<p class="markdown-heading">Plan</p>'],
    ['- a\n- b\n  - c', '<ul><li><p>a</p></li><li><p>b</p><ul><li><p>c</p></li></ul></li></ul>'],
    ['3. a\n4. b', '<ol start="3"><li><p>a</p></li><li><p>b</p></li></ol>'],
    ['> said\n> so', '<blockquote><p>said<br>so</p></blockquote>'],
    ['```\n<b>\n```', '<pre tabindex="0"><code>&lt;b&gt;</code></pre>'],
    ['\\*not\\*', '<p>*not*</p>'],
    ['---', '<hr>'],
    ['***both***', '<p><strong><em>both</em></strong></p>'],
    ['one\\\ntwo', '<p>one<br>two</p>'],
    ['a &lt;b&gt; &amp; c', '<p>a &lt;b&gt; &amp; c</p>'],
    ['- a\n\n  more\n\n- b', '<ul><li><p>a</p><p>more</p></li><li><p>b</p></li></ul>'],
    [
      '| a | b |\n|---|--:|\n| 1 | `x\\|y` |',
      '<table><thead><tr><th>a</th><th data-align="right">b</th></tr></thead>' +
        '<tbody><tr><td>1</td><td data-align="right"><code>x|y</code></td></tr></tbody></table>',
    ],
  ])('%j', (text, html) => {
    expect(shown(text)?.innerHTML).toBe(html)
  })

  test('a link opens elsewhere and tells nothing of where it came from', () => {
    shown('see [the **plan**](https://example.com/a?b=c)，or https://example.com/x.')

    const [named, bare] = screen.getAllByRole('link')

    expect(named).toHaveAttribute('href', 'https://example.com/a?b=c')
    expect(named).toHaveAttribute('rel', 'noopener noreferrer nofollow')
    expect(named).toHaveTextContent('the plan')
    expect(bare).toHaveAttribute('href', 'https://example.com/x')
  })

  test('a corner without words heads nothing', () => {
    shown('| | b |\n|---|---|\n| 1 | 2 |')

    expect(screen.getAllByRole('columnheader')).toHaveLength(1)
  })

  test('steps of a list are shown as done or not', () => {
    shown('- [x] Drill\n- [ ] Measure')

    const items = screen.getAllByRole('listitem').map(({ textContent }) => textContent)
    expect(items).toEqual(['☑✓Drill', '☐✗Measure'])
  })

  test('headings stand below those of the page, where it says which', () => {
    render(<Markdown text="## Goal" below={4} />)

    expect(screen.getByRole('heading', { name: 'Goal', level: 6 })).toBeVisible()
  })

  test('a link within the site stays in the page', () => {
    shown('[b](/projects) [c](mailto:a@example.com)')
    const [inside, mail] = screen.getAllByRole('link')

    expect(inside).not.toHaveAttribute('target')
    expect(mail).toHaveAttribute('href', 'mailto:a@example.com')
  })

  test('a mention shows the name that its user has now', () => {
    const names = new Map([[ID, 'Grace']])
    render(
      <Markdown
        text={`ask @[Old](user:${ID}), @[Gone](user:${ID.replace('1', '2')})`}
        names={names}
      />,
    )

    expect(screen.getByText('@Grace')).toHaveClass('markdown-mention')
    expect(screen.getByText('@Gone')).toBeInTheDocument()
  })
})

describe('what nobody should write', () => {
  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java\tscript:alert(1))',
    '[x](data:text/html,<script>1</script>)',
    '[x](vbscript:x)',
    '[x](//evil.example)',
    '[x](/\\evil.example)',
    '![x](javascript:alert(1))',
    '<https://evil.example" onclick="alert(1)>x',
    '`<svg onload=alert(1)>`',
    '> <iframe src=javascript:alert(1)>',
    '@[<img src=x onerror=alert(1)>](user:x)',
  ])('%j is text and nothing else', (text) => {
    const root = shown(text)

    const names = [...(root?.querySelectorAll('*') ?? [])].map(({ tagName }) => tagName)
    expect(names.filter((name) => !['P', 'CODE', 'BLOCKQUOTE', 'A'].includes(name))).toEqual([])
    for (const link of root?.querySelectorAll('a') ?? []) {
      expect(link.getAttribute('href')).toMatch(/^https?:\/\//)
      expect(link.getAttributeNames()).toEqual(['href', 'target', 'rel'])
    }
  })

  test('an image is a link, never loaded', () => {
    const root = shown('![x](https://tracker.example/pixel.png)')

    expect(root?.querySelector('img')).toBeNull()
    expect(root?.querySelector('a')).toHaveAttribute('href', 'https://tracker.example/pixel.png')
  })

  test.each([
    ['quotes', '>'.repeat(20_000)],
    ['brackets', '['.repeat(20_000)],
    ['links', '[a]('.repeat(5_000)],
    ['stars', '*'.repeat(20_000)],
    ['half open', '**a '.repeat(5_000)],
    ['underscores', '_a'.repeat(10_000)],
    ['ticks', '`'.repeat(20_000)],
    ['mentions', '@['.repeat(10_000)],
    ['lists', Array.from({ length: 400 }, (_, n) => `${'  '.repeat(n)}- a`).join('\n')],
    ['tables', '|-|-\n'.repeat(500)],
    ['edges', `${'|'.repeat(20_000)}\n|${'-|'.repeat(20_000)}`],
    ['fences', '```\n'.repeat(5_000)],
  ])('nesting beyond reason ends soon: %s', (_, text) => {
    const begun = performance.now()

    expect(shown(text)?.textContent?.length).toBeGreaterThanOrEqual(0)

    expect(performance.now() - begun).toBeLessThan(1500)
  })
})
