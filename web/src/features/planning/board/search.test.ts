import { expect, test } from 'vitest'
import { boardDefinition, boardLooks } from './boardViews'
import { boardSearch, cardFieldsOf, foldedOf } from './search'

const looking = {
  plan: { resources: [{ id: 'r1', name: 'Wang' }], baselines: [] },
}

test('the address of a board keeps what it knows, and nothing else', () => {
  expect(
    boardSearch({ by: 'assignee', lanes: 'nonsense', done: 7, fields: 'due', q: 'pump', x: 1 }),
  ).toEqual({ by: 'assignee', done: 7, fields: 'due', q: 'pump' })
  expect(cardFieldsOf({ fields: 'due.people' })).toEqual(['people', 'due'])
  expect(cardFieldsOf({})).toHaveLength(4)
  expect([...foldedOf({ folded: 'todo~done' })]).toEqual(['todo', 'done'])
})

test('a saved view of a board comes back as it went out, and names nobody', () => {
  const search = boardSearch({ lanes: 'assignee', done: 90, who: 'Wang', show: 'critical', q: 'x' })
  const definition = boardDefinition(search, looking)

  const shown = boardLooks(
    { id: 'v1', definition } as unknown as Parameters<typeof boardLooks>[0],
    looking,
  )

  expect(JSON.stringify(definition)).not.toContain('Wang')
  expect(shown).toMatchObject({
    lanes: 'assignee',
    done: 90,
    who: 'Wang',
    show: 'critical',
    q: 'x',
  })
  expect(boardLooks(null, looking)).toMatchObject({ lanes: undefined, saved: 'plain' })
})
