import { describe, expect, it } from 'vitest'
import { visibleRows } from '../geometry/rows'
import { samplePlan } from '../model/samplePlan'
import { dropPlace, dropRows } from './rowDrag'

// Rows: 0 one · 1 a · 2 b · 3 two · 4 c · 5 end
const plan = samplePlan([
  { id: 'one' },
  { id: 'a', parent_id: 'one', position: 1 },
  { id: 'b', parent_id: 'one', position: 2 },
  { id: 'two' },
  { id: 'c', parent_id: 'two', position: 1 },
  { id: 'end' },
])
const rows = visibleRows(plan, new Set(), null)

describe('dropPlace', () => {
  it('puts a row behind the one above it at the same level', () => {
    const place = dropPlace(plan, rows, ['a'], 5, 2)

    expect(place).toEqual({ parent_id: 'two', after_id: 'c', level: 2, boundary: 5 })
  })

  it('takes the level from the pointer, as far as the outline allows', () => {
    const out = dropPlace(plan, rows, ['end'], 3, 1)
    const deep = dropPlace(plan, rows, ['end'], 3, 9)
    const first = dropPlace(plan, rows, ['end'], 4, 1)

    // The row below stands at the top, so both levels are open.
    expect(out).toMatchObject({ parent_id: null, after_id: 'one', level: 1 })
    expect(deep).toMatchObject({ parent_id: 'b', after_id: null, level: 3 })
    // Right below an open summary only its first child can stand.
    expect(first).toMatchObject({ parent_id: 'two', after_id: null, level: 2 })
  })

  it('keeps what a closed summary hides before the new rows', () => {
    const closed = visibleRows(plan, new Set(['two']), null)

    const place = dropPlace(plan, closed, ['a'], 4, 2)

    expect(place).toMatchObject({ parent_id: 'two', after_id: 'c', level: 2 })
  })

  it('never puts a summary below itself', () => {
    const place = dropPlace(plan, rows, ['one'], 2, 2)

    expect(place).toEqual({ parent_id: null, after_id: null, level: 1, boundary: 2 })
  })
})

describe('dropRows', () => {
  it('moves the chosen rows one behind the other, without those below another', () => {
    const place = { parent_id: 'two', after_id: 'c', level: 2, boundary: 5 }

    const operations = dropRows(plan, ['end', 'one', 'a'], place)

    expect(operations).toEqual([
      { op: 'move_task', id: 'one', parent_id: 'two', after_id: 'c' },
      { op: 'move_task', id: 'end', parent_id: 'two', after_id: 'one' },
    ])
  })

  it('asks nothing of the server where the row stands there already', () => {
    const place = { parent_id: 'one', after_id: 'a', level: 2, boundary: 3 }

    const operations = dropRows(plan, ['b'], place)

    expect(operations).toEqual([])
  })
})
