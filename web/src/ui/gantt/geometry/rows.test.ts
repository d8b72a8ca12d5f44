import { describe, expect, it } from 'vitest'
import type { PlanTask } from '../model/plan'
import { samplePlan } from '../model/samplePlan'
import { columnWindow, matchTasks, rowWindow, visibleRows } from './rows'

const plan = samplePlan([
  { id: '1' },
  { id: '1.1', parent_id: '1' },
  { id: '1.1.1', parent_id: '1.1' },
  { id: '1.2', parent_id: '1' },
  { id: '2' },
  { id: '2.1', parent_id: '2' },
])

function shown(collapsed: string[], filter: ((task: PlanTask) => boolean) | null = null) {
  const rows = visibleRows(plan, new Set(collapsed), matchTasks(plan, filter))
  return Array.from(rows.taskAt, (index) => plan.tasks[index]?.id)
}

describe('visible rows', () => {
  it('are all of them in outline order where nothing is closed', () => {
    expect(shown([])).toEqual(['1', '1.1', '1.1.1', '1.2', '2', '2.1'])
  })

  it('leave out what lies below a closed row', () => {
    expect(shown(['1'])).toEqual(['1', '2', '2.1'])
    expect(shown(['1.1', '2'])).toEqual(['1', '1.1', '1.2', '2'])
    expect(shown(['1.2'])).toEqual(['1', '1.1', '1.1.1', '1.2', '2', '2.1'])
  })

  it('keep the ancestors of what a filter finds, and mark them', () => {
    const filter = ({ id }: PlanTask) => id === '1.1.1'

    const rows = visibleRows(plan, new Set(), matchTasks(plan, filter))

    expect(shown([], filter)).toEqual(['1', '1.1', '1.1.1'])
    expect([...(rows.isContext ?? [])].slice(0, 3)).toEqual([1, 1, 0])
  })

  it('know the row of each task', () => {
    const rows = visibleRows(plan, new Set(['1']), null)

    expect([...rows.rowOf]).toEqual([0, -1, -1, -1, 1, 2])
  })
})

describe('windows', () => {
  it('grow in steps, so that a small scroll changes nothing', () => {
    expect(rowWindow(0, 640, 10_000)).toEqual([0, 24])
    expect(rowWindow(40, 640, 10_000)).toEqual(rowWindow(100, 640, 10_000))
    expect(rowWindow(32 * 500, 640, 10_000)).toEqual([496, 520])
    expect(rowWindow(0, 640, 5)).toEqual([0, 5])
  })

  it('cover what is in sight with room on both sides', () => {
    const [from, to] = columnWindow(5_000, 900, 100_000)

    expect(from).toBeLessThanOrEqual(5_000 - 240)
    expect(to).toBeGreaterThanOrEqual(5_900 + 240)
    expect(columnWindow(0, 900, 1_000)).toEqual([0, 1_000])
  })
})
