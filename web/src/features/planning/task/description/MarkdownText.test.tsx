import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { safeAddress } from './links'
import { MarkdownText } from './MarkdownText'

const shown = (source: string) => render(<MarkdownText source={source} />).container

test('a description is read with its headings, lists, emphasis and tables', () => {
  shown('## Goal\n\n- **bold** and *soft*\n- `x < y`\n\n1. one\n\n| a | b |\n|---|---|\n| 1 | 2 |')

  expect(screen.getByRole('heading', { name: 'Goal' })).toBeVisible()
  expect(screen.getAllByRole('listitem')).toHaveLength(3)
  expect(screen.getByText('bold').tagName).toBe('STRONG')
  expect(screen.getByText('x < y').tagName).toBe('CODE')
  expect(screen.getByRole('cell', { name: '2' })).toBeVisible()
})

test('HTML is text, whatever it would do', () => {
  const page = shown('<img src=x onerror=alert(1)> <script>alert(1)</script>\n\n<b>b</b> &lt;i&gt;')

  expect(page.querySelector('img, script, b, i')).toBeNull()
  expect(page).toHaveTextContent('<img src=x onerror=alert(1)>')
  expect(page).toHaveTextContent('<i>')
})

test.each([
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](vbscript:x)',
  '![x](javascript:alert(1))',
  '<javascript:alert(1)>',
])('%s leads nowhere', (source) => {
  expect(shown(source).querySelector('a')).toBeNull()
})

test('links lead to the web, to a mail and within the site', () => {
  const page = shown('[a](https://example.com) [b](/projects) [c](mailto:a@example.com)')
  const [outside, inside, mail] = page.querySelectorAll('a')

  expect(outside).toHaveAttribute('rel', expect.stringContaining('noopener'))
  expect(inside).not.toHaveAttribute('target')
  expect(mail).toHaveAttribute('href', 'mailto:a@example.com')
  expect(safeAddress('java\nscript:alert(1)')).toBeNull()
})
