/** The first character of each initial in the order of pinyin; there is none for i, u and v. */
const FIRST = [
  ['a', '\u963f'],
  ['b', '\u516b'],
  ['c', '\u5693'],
  ['d', '\u54d2'],
  ['e', '\u59b8'],
  ['f', '\u53d1'],
  ['g', '\u65ee'],
  ['h', '\u54c8'],
  ['j', '\u8ba5'],
  ['k', '\u5494'],
  ['l', '\u5783'],
  ['m', '\u75f3'],
  ['n', '\u62cf'],
  ['o', '\u5662'],
  ['p', '\u5991'],
  ['q', '\u4e03'],
  ['r', '\u5465'],
  ['s', '\u6268'],
  ['t', '\u5b83'],
  ['w', '\u7a75'],
  ['x', '\u5915'],
  ['y', '\u4e2b'],
  ['z', '\u5e00'],
] as const

/** Surnames that are read otherwise than the character alone. */
const SURNAMES: Readonly<Record<string, string>> = {
  '\u66fe': 'z',
  '\u5355': 's',
  '\u89e3': 'x',
  '\u4ec7': 'q',
  '\u67e5': 'z',
}
const HAN = /\p{Script=Han}/u

const collator = new Intl.Collator('zh-Hans-CN-u-co-pinyin')

const initialOf = (character: string): string => {
  if (!HAN.test(character)) return character.toLowerCase()
  const before = FIRST.filter(([, first]) => collator.compare(first, character) <= 0)
  return before.at(-1)?.[0] ?? ''
}

/** The initials of a Chinese name as people type them: Li Jing in characters is `lj`; other letters stay. */
export const pinyinInitials = (name: string): string =>
  [...name]
    .map((character, at) => (at === 0 ? SURNAMES[character] : undefined) ?? initialOf(character))
    .join('')

/** Whether a name holds a text, or begins with it in pinyin initials. */
export const nameMatches = (name: string, text: string): boolean => {
  const wanted = text.trim().toLowerCase()
  return name.toLowerCase().includes(wanted) || pinyinInitials(name).startsWith(wanted)
}
