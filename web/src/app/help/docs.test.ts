import { expect, test } from 'vitest'
import { DOC_NAMES, DOCS, docText, unwrapped, withOwnLinks } from './docs'

test.each(DOC_NAMES)('%s can be read, and begins with its title', async (name) => {
  expect(await docText(name)).toMatch(/^# \S/)
})

test('what a page leads to is there', () => {
  for (const names of Object.values(DOCS))
    for (const name of names) expect(DOC_NAMES).toContain(name)
})

test('links lead to documents that are here, and are words otherwise', () => {
  const text = '[how](together.md#x), [figures](../reference/performance.md), [w](https://a.b/c.md)'

  expect(withOwnLinks(text)).toBe('[how](/help/together), figures, [w](https://a.b/c.md)')
})

test('nothing else can be read by its name', async () => {
  expect(await docText('../../SECURITY')).toBeNull()
})

test('lines that were broken to keep the source narrow are one, and code keeps its own', () => {
  const source = 'One\ntwo.\n\n- a\n  b\n- c\n\n```sh\nx\ny\n```\n| a |\n|---|\n| 1 |'

  expect(unwrapped(source)).toBe('One two.\n\n- a b\n- c\n\n```sh\nx\ny\n```\n| a |\n|---|\n| 1 |')
})
