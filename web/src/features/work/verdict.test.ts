import { describe, expect, it } from 'vitest'
import type { TiedTask, Work, WorkTask } from './queries'
import { heldUpByMe, verdictOf } from './verdict'

const release: TiedTask = {
  task_id: 't9',
  name: 'Release',
  kind: 'milestone',
  project_id: 'p1',
  finish: '2026-11-24T18:00',
  people: [],
  is_mine: false,
}
const task = (change: Partial<WorkTask>) =>
  ({ id: 't1', name: 'Test', why: 'overdue', holds_up: [], ...change }) as WorkTask
const none = { overdue: 0, today: 0, this_week: 0, next: 0, later: 0, blocked: 0, done: 0 }
const work = (counts: Partial<Work['counts']>, overdue: WorkTask[] = []): Work => ({
  today: '2026-11-20',
  groups: [{ code: 'overdue', tasks: overdue }],
  counts: { ...none, due_today: 0, ...counts },
  managed: [],
  team: { n_people: 0, overdue: [] },
})
const keys = (given: Work) => verdictOf(given).map(({ key }) => key)

describe('the verdict over one’s work', () => {
  it('says that there is nothing to do', () => {
    expect(keys(work({ done: 4 }))).toEqual(['nothing'])
  })

  it('names what is late first, then today, then what is held up', () => {
    const given = work({ overdue: 3, today: 5, due_today: 2, blocked: 1 })

    expect(verdictOf(given)).toEqual([
      { key: 'overdue', count: 3 },
      { key: 'dueToday', count: 2 },
      { key: 'underWay', count: 3 },
      { key: 'blocked', count: 1 },
    ])
  })

  it('is calm where only later work is there', () => {
    expect(keys(work({ later: 2 }))).toEqual(['calm'])
  })

  it('names what waits for an overdue task', () => {
    const late = task({ holds_up: [{ ...release, name: 'Own', is_mine: true }, release] })

    expect(verdictOf(work({ overdue: 1 }, [late])).at(-1)).toEqual({
      key: 'waitsForYou',
      name: 'Release',
    })
  })

  it('does not count one’s own tasks as waiting', () => {
    expect(heldUpByMe(task({ holds_up: [{ ...release, is_mine: true }] }))).toBeUndefined()
  })
})
