import { describe, expect, it } from 'vitest'
import { nameMatches, pinyinInitials } from './pinyin'

describe('pinyin initials', () => {
  it.each([
    ['李静', 'lj'],
    ['王芳', 'wf'],
    ['周宇轩', 'zyx'],
    ['欧阳明', 'oym'],
    ['曾强', 'zq'],
    ['Ann Lee', 'ann lee'],
  ])('of %s are %s', (name, initials) => {
    expect(pinyinInitials(name)).toBe(initials)
  })

  it('find a name, as its characters do', () => {
    expect(nameMatches('李静', 'LJ')).toBe(true)
    expect(nameMatches('李静', '静')).toBe(true)
    expect(nameMatches('李静', 'j')).toBe(false)
  })
})
