import { describe, expect, it } from 'vitest'
import { occurrencesOf, taskById } from '../model/outline'
import type { PlanTask } from '../model/plan'
import { samplePlan } from '../model/samplePlan'
import { bulkEdit } from './bulk'
import { isEditable } from './cells'
import { canDrag } from './drag'

const dates = { start: '2026-03-02T08:00', finish: '2026-03-06T17:00' }
const plan = samplePlan([
  { id: 'office', kind: 'hammock', duration_minutes: 2400, ...dates },
  { id: 'meeting', kind: 'summary', is_recurring: true, ...dates },
  { id: 'first', parent_id: 'meeting', is_recurring: true, ...dates },
  { id: 'minutes', parent_id: 'meeting', ...dates },
])
const task = (id: string) => taskById(plan, id) as PlanTask

describe('a hammock', () => {
  it('takes its dates and its progress from its links alone', () => {
    const office = task('office')

    expect(isEditable(office, 'name')).toBe(true)
    expect(isEditable(office, 'predecessors')).toBe(true)
    expect(isEditable(office, 'duration')).toBe(false)
    expect(isEditable(office, 'percent_complete')).toBe(false)
    expect(canDrag(office, 'move')).toBe(false)
    expect(canDrag(office, 'finish')).toBe(false)
    expect(canDrag(office, 'link-start')).toBe(true)
  })

  it('is passed over where only these are set for many', () => {
    const progress = bulkEdit(plan, ['office'], { percent_complete: 1, mode: 'manual' })
    const deadline = bulkEdit(plan, ['office'], { deadline: dates.finish, percent_complete: 1 })

    expect(progress.operations).toEqual([])
    expect(progress.passedOver.map(({ id }) => id)).toEqual(['office'])
    expect(deadline.operations).toEqual([
      { op: 'update_task', id: 'office', fields: { deadline: dates.finish } },
    ])
  })
})

describe('a recurring task', () => {
  it('draws its occurrences on its own row, and nothing else that lies below it', () => {
    expect(occurrencesOf(plan, task('meeting'))?.map(({ id }) => id)).toEqual(['first'])
    expect(occurrencesOf(plan, task('first'))).toBeNull()
    expect(occurrencesOf(plan, task('office'))).toBeNull()
  })
})
