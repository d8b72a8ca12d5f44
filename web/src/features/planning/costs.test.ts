import { expect, test } from 'vitest'
import { type Costs, readCosts, veiledCosts } from './costs'

const costs: Costs = {
  currency: 'CNY',
  fields: [
    { name: 'cost_minor', effect: 'none', classification: 2 },
    { name: 'fixed_cost_minor', effect: 'write', classification: 2 },
    { name: 'actual_cost_minor', effect: 'read', classification: 2 },
  ],
  tasks: {
    columns: ['id', 'cost_minor', 'fixed_cost_minor', 'actual_cost_minor'],
    rows: [
      ['mine', 12_300, 500, 0],
      ['theirs', null, 500, null],
    ],
  },
  present: { cost_minor: ['theirs'] },
}
const words = { className: (level: number) => `class ${level}`, isThere: 'there' }
const read = readCosts(costs, () => ({ lock_class: null }), 'en', words)

test('a cost is drawn by its row, where others are locked', () => {
  expect(read.text('mine', 'cost_minor')).toContain('123')
  expect(read.text('theirs', 'cost_minor')).toBe('••• class 2 · there')
  expect(read.text('theirs', 'actual_cost_minor')).toBe('••• class 2')
  expect(read.text('mine', 'actual_cost_minor')).toBe('')
})

test('what is open on one row only is read there, and set by nobody here', () => {
  expect(read.rightTo('mine', 'cost_minor')).toBe('read')
  expect(read.rightTo('theirs', 'cost_minor')).toBe('locked')
  expect(read.rightTo('theirs', 'fixed_cost_minor')).toBe('write')
  expect(read.rightTo('theirs', 'actual_cost_minor')).toBe('locked')
})

test('the panel of a task locks what has no value', () => {
  expect(veiledCosts(costs, { id: 'mine', lock_class: null })._locked).toEqual([])
  expect(veiledCosts(costs, { id: 'theirs', lock_class: null })).toMatchObject({
    _locked: ['cost_minor', 'actual_cost_minor'],
    _present: ['cost_minor'],
  })
})
