import { expect, test } from 'vitest'
import { newId, newIdIn } from './newId'

test('an id is random and of version 4', () => {
  expect(newId()).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  expect(newId()).not.toBe(newId())
})

test('an id for a plan begins with the end of the id of its project', () => {
  const project = '0196f000-0000-7000-8000-0123456789ab'

  expect(newIdIn(project)).toMatch(/^01234567-89ab-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  expect(newIdIn(project)).not.toBe(newIdIn(project))
})
