import { describe, expect, test } from 'vitest'
import { editCell } from '@/ui/gantt/edit/cells'
import { formatMoment } from '@/ui/gantt/model/moments'
import { samplePlan } from '@/ui/gantt/model/samplePlan'
import { type GroupWords, groupedPlan } from './grouping'

const WORDS: GroupWords = {
  state: {
    todo: 'To do',
    in_progress: 'Under way',
    in_review: 'In review',
    blocked: 'Blocked',
    done: 'Done',
  },
  path: { critical: 'Critical', near: 'Near', free: 'Free' },
  nobody: 'Nobody',
  undated: 'No date',
  head: (name, count) => `${name} (${count})`,
}

const staff = (name: string) => [{ id: name, resource_id: name, name, units: 1, work_minutes: 0 }]
const plan = samplePlan(
  [
    { id: 'phase', start: '2026-03-02T08:00', finish: '2026-04-10T17:00' },
    {
      id: 'dig',
      parent_id: 'phase',
      assignees: staff('Wu'),
      percent_complete: 1,
      state: 'done',
      start: '2026-03-02T08:00',
      finish: '2026-03-06T17:00',
    },
    {
      id: 'pour',
      parent_id: 'phase',
      assignees: staff('An'),
      percent_complete: 0.5,
      state: 'in_progress',
      start: '2026-03-09T08:00',
      finish: '2026-03-13T17:00',
      is_critical: true,
    },
    { id: 'paint', parent_id: 'phase', start: '2026-04-06T08:00', finish: '2026-04-10T17:00' },
    { id: 'clean', assignees: staff('Wu') },
  ],
  [{ id: 'l', before_id: 'phase', after_id: 'clean' }],
)
const shown = (by: Parameters<typeof groupedPlan>[1]) =>
  groupedPlan(plan, by, WORDS).tasks.map(({ name }) => name)

describe('tasks in groups', () => {
  test('stand below the names of those who do them, those of nobody last', () => {
    expect(shown('assignee')).toEqual([
      'An (1)',
      'pour',
      'Wu (2)',
      'dig',
      'clean',
      'Nobody (1)',
      'paint',
    ])
  })

  test('stand by state, by path and by month', () => {
    expect(shown('state')).toEqual([
      'To do (2)',
      'paint',
      'clean',
      'Under way (1)',
      'pour',
      'Done (1)',
      'dig',
    ])
    expect(shown('path')).toEqual(['Critical (1)', 'pour', 'Free (3)', 'dig', 'paint', 'clean'])
    expect(shown('month')).toEqual([
      '2026-03 (2)',
      'dig',
      'pour',
      '2026-04 (1)',
      'paint',
      'No date (1)',
      'clean',
    ])
  })

  test('have a head that spans them and cannot be edited', () => {
    const grouped = groupedPlan(plan, 'assignee', WORDS)
    const [head] = grouped.tasks

    expect(head?.stands_for).toBe('group')
    expect(formatMoment(head?.start ?? 0)).toBe('2026-03-09T08:00')
    expect([...grouped.outline.level]).toEqual([1, 2, 1, 2, 2, 1, 2])
  })

  test('keep predecessors that are summaries, which groups do not show', () => {
    const grouped = groupedPlan(plan, 'assignee', WORDS)
    const clean = grouped.tasks.find(({ id }) => id === 'clean')

    const edit = clean && editCell(grouped, clean, 'predecessors', '1')

    expect(edit).toEqual([])
  })
})
