import { describe, expect, it } from 'vitest'
import { samplePlan } from '../model/samplePlan'
import { bulkEdit } from './bulk'

const plan = samplePlan([
  { id: 'phase' },
  { id: 'a', parent_id: 'phase' },
  { id: 'b', parent_id: 'phase' },
  { id: 'gate', kind: 'milestone' },
])

describe('bulkEdit', () => {
  it('gives every chosen task the same values in one edit', () => {
    const { operations, passedOver } = bulkEdit(plan, ['a', 'b'], { percent_complete: 0.5 })

    expect(passedOver).toEqual([])
    expect(operations).toEqual([
      { op: 'update_task', id: 'a', fields: { percent_complete: 0.5 } },
      { op: 'update_task', id: 'b', fields: { percent_complete: 0.5 } },
    ])
  })

  it('passes over what a summary adds up and what a milestone cannot have', () => {
    const change = { duration_minutes: 960, deadline: '2026-03-31T17:00' }

    const { operations, passedOver } = bulkEdit(plan, ['phase', 'gate'], change)
    const durations = bulkEdit(plan, ['phase', 'gate'], { duration_minutes: 960 })

    expect(passedOver).toEqual([])
    expect(operations).toEqual([
      { op: 'update_task', id: 'phase', fields: { deadline: '2026-03-31T17:00' } },
      { op: 'update_task', id: 'gate', fields: { deadline: '2026-03-31T17:00' } },
    ])
    expect(durations.operations).toEqual([])
    expect(durations.passedOver.map(({ id }) => id)).toEqual(['phase', 'gate'])
  })

  it('lets a summary be held back, but not be pinned to a date', () => {
    const at = '2026-03-09T08:00'

    const held = bulkEdit(plan, ['phase'], { constraint: 'snet', constraint_at: at })
    const pinned = bulkEdit(plan, ['phase'], { constraint: 'mso', constraint_at: at })

    expect(held.operations).toHaveLength(1)
    expect(pinned.operations).toEqual([])
  })
})
