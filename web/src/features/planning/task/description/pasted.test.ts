import { getSchema } from '@tiptap/core'
import StarterKit from '@tiptap/starter-kit'
import { expect, test } from 'vitest'
import { isSafe } from '@/ui/markdown/inlines'
import { sliceOf } from './pasted'

const schema = getSchema([
  StarterKit.configure({ link: { isAllowedUri: (address) => isSafe(address) } }),
])

test('of pasted HTML only texts and known marks come in', () => {
  const slice = sliceOf(
    '<p onclick="alert(1)">a <b>bold</b><script>alert(1)</script><img src=x onerror=alert(1)></p>' +
      '<iframe src="https://example.com"></iframe><style>p{}</style>',
    schema,
  )
  const told = JSON.stringify(slice.toJSON())

  expect(told).toContain('"text":"bold"')
  expect(told).not.toMatch(/alert|onclick|iframe|example|img/)
})

test('a pasted link that would run something is its text', () => {
  const told = JSON.stringify(sliceOf('<a href="javascript:alert(1)">press</a>', schema).toJSON())

  expect(told).toContain('press')
  expect(told).not.toContain('javascript')
})
