import { expect, test } from 'vitest'
import { initialsOf, N_TONES, peopleOf, personOf } from './people'

const at = (id: string, name: string, field = '') => ({
  user: { id, name },
  page: 'plan',
  subject_id: null,
  field,
})

test.each([
  ['王小明', '小明'],
  ['王芳', '王芳'],
  ['Li Jing', 'LJ'],
  ['Anna Maria Berg', 'AB'],
  ['Cher', 'CH'],
])('%s is called %s for short', (name, initials) => {
  expect(initialsOf(name)).toBe(initials)
})

test('whoever has two tabs open is one person', () => {
  const people = peopleOf([at('1', 'Li Jing'), at('1', 'Li Jing', 'name'), at('2', 'Wang')])

  expect(people.map(({ name }) => name)).toEqual(['Li Jing', 'Wang'])
})

test('the colour of a person is always the same, and one of those there are', () => {
  const { tone } = personOf(at('01a217fe-2191-7efe-be99-5f34c33ae51b', 'Li'))

  expect(personOf(at('01a217fe-2191-7efe-be99-5f34c33ae51b', 'Li')).tone).toBe(tone)
  expect(tone).toBeLessThan(N_TONES)
})
