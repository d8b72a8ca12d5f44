import { describe, expect, test } from 'vitest'
import { samplePlan } from '@/ui/gantt/model/samplePlan'
import { MINE } from './search'
import { type Narrowing, taskFilter } from './taskFilter'

const plan = samplePlan([
  {
    id: 'dig',
    start: '2026-03-02T08:00',
    finish: '2026-03-06T17:00',
    is_critical: true,
    assignees: [{ id: 'x', resource_id: 'r', name: 'Wu', units: 1, work_minutes: 0 }],
  },
  { id: 'pour', start: '2026-03-09T08:00', finish: '2026-03-13T17:00', is_near_critical: true },
  { id: 'gate', kind: 'milestone', start: '2026-03-13T17:00', finish: '2026-03-13T17:00' },
  { id: 'open', state: 'blocked' },
])
const left = (narrowing: Narrowing) => {
  const filter = taskFilter(narrowing)
  return filter && plan.tasks.filter(filter).map(({ id }) => id)
}

describe('the rows that are left', () => {
  test('are all of them where nothing narrows them', () => {
    expect(left({})).toBeNull()
    expect(left({ q: '  ' })).toBeNull()
  })

  test('hold the text in name, WBS code or people', () => {
    expect(left({ q: 'POU' })).toEqual(['pour'])
    expect(left({ q: '3' })).toEqual(['gate'])
    expect(left({ q: 'wu' })).toEqual(['dig'])
  })

  test('are of a state and of a person', () => {
    expect(left({ show: 'critical' })).toEqual(['dig'])
    expect(left({ show: 'near' })).toEqual(['dig', 'pour'])
    expect(left({ who: 'Wu' })).toEqual(['dig'])
    expect(left({ who: 'Wu', show: 'milestones' })).toEqual([])
  })

  test('are of a state of the board', () => {
    expect(left({ show: 'blocked' })).toEqual(['open'])
    expect(left({ show: 'todo' })).toEqual(['dig', 'pour', 'gate'])
  })

  test('are one’s own by who one is, whatever the plan calls one', () => {
    const resource = { id: 'r', name: 'Wu', kind: 'work', max_units: 1 }
    const mine = (is_own: boolean) => taskFilter({ who: MINE }, [{ ...resource, is_own }])

    expect(plan.tasks.filter(mine(true) ?? Boolean).map(({ id }) => id)).toEqual(['dig'])
    expect(plan.tasks.filter(mine(false) ?? Boolean)).toEqual([])
  })

  test('lie in a window of days at least in part, both days included', () => {
    expect(left({ since: '2026-03-06', until: '2026-03-08' })).toEqual(['dig'])
    expect(left({ since: '2026-03-07' })).toEqual(['pour', 'gate'])
    expect(left({ until: '2026-03-09' })).toEqual(['dig', 'pour'])
  })
})
