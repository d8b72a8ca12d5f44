import { describe, expect, it } from 'vitest'
import { parseMoment } from './moments'
import { childrenOf, hasChildren, isAncestor } from './outline'
import { parsePlan } from './parse'
import { patchPlan } from './patch'
import type { EditsAnswer, PlanModel } from './plan'
import {
  linkTable,
  type SampleTask,
  samplePayload,
  samplePlan,
  smallPlan,
  taskTable,
} from './samplePlan'

const ids = (plan: PlanModel) => plan.tasks.map(({ id }) => id)

function answer(tasks: SampleTask[], rest: Partial<EditsAnswer> = {}): EditsAnswer {
  return {
    plan_version: 2,
    tasks: taskTable(tasks),
    removed_task_ids: [],
    links: linkTable([]),
    removed_link_ids: [],
    can_undo: true,
    can_redo: false,
    ...rest,
  }
}

describe('parsing a plan', () => {
  it('reads columns by name, in whatever order they come', () => {
    const payload = samplePayload([])
    payload.tasks = {
      columns: ['name', 'finish', 'id', 'percent_complete', 'splits', 'assignees', 'is_critical'],
      rows: [
        [
          'Weld',
          '2026-03-06T17:00',
          'w',
          0.4,
          [
            ['2026-03-02T08:00', '2026-03-03T17:00'],
            ['2026-03-05T08:00', '2026-03-06T17:00'],
          ],
          [
            { name: 'Ada', units: 1 },
            { name: 'Bo', units: 0.5 },
          ],
          true,
        ],
      ],
    }

    const task = parsePlan(payload).tasks[0]

    expect(task).toMatchObject({
      id: 'w',
      name: 'Weld',
      kind: 'task',
      mode: 'auto',
      start: null,
      finish: parseMoment('2026-03-06T17:00'),
      percent_complete: 0.4,
      assignees: 'Ada · Bo',
      is_critical: true,
      is_active: true,
    })
    expect(task?.pieces).toHaveLength(2)
  })

  it('knows level, parent and the end of each subtree', () => {
    const { outline } = samplePlan([
      { id: '1' },
      { id: '1.1', parent_id: '1' },
      { id: '1.1.1', parent_id: '1.1' },
      { id: '1.2', parent_id: '1' },
      { id: '2' },
    ])

    expect([...outline.level]).toEqual([1, 2, 3, 2, 1])
    expect([...outline.parentIndex]).toEqual([-1, 0, 1, 0, -1])
    expect([...outline.subtreeEnd]).toEqual([4, 3, 3, 4, 5])
    expect(childrenOf(outline, 0)).toEqual([1, 3])
    expect(childrenOf(outline, -1)).toEqual([0, 4])
    expect(hasChildren(outline, 1)).toBe(true)
    expect(hasChildren(outline, 3)).toBe(false)
    expect(isAncestor(outline, 0, 2)).toBe(true)
    expect(isAncestor(outline, 1, 3)).toBe(false)
  })

  it('spans everything that is drawn', () => {
    const plan = samplePlan([
      { id: 'a', start: '2026-03-02T08:00', finish: '2026-04-10T17:00' },
      { id: 'b', baseline_start: '2026-02-20T08:00', deadline: '2026-05-01T17:00' },
    ])

    expect(plan.span).toEqual([parseMoment('2026-02-20T08:00'), parseMoment('2026-05-01T17:00')])
  })
})

describe('patching a plan', () => {
  it('changes only the rows it is given', () => {
    const before = smallPlan()

    const after = patchPlan(
      before,
      answer([{ id: 'a', parent_id: 'all', position: 2, number: 2, name: 'new name' }]),
    )

    expect(after.tasks[1]?.name).toBe('new name')
    expect(after.tasks[0]).toBe(before.tasks[0])
    expect(after.tasks[2]).toBe(before.tasks[2])
    expect(after.outline).toBe(before.outline)
    expect(after.links).toBe(before.links)
    expect(before.tasks[1]?.name).toBe('a')
    expect([after.plan_version, after.can_undo]).toEqual([2, true])
  })

  it('puts new and moved rows where their position says', () => {
    const before = smallPlan()

    const after = patchPlan(
      before,
      answer([
        { id: 'new', parent_id: 'all', position: 2.5, number: 9 },
        { id: 'gate', parent_id: 'all', position: 1, number: 4, kind: 'milestone' },
      ]),
    )

    expect(ids(after)).toEqual(['all', 'gate', 'a', 'new', 'b'])
    expect([...after.outline.level]).toEqual([1, 2, 2, 2, 2])
    expect(after.taskByNumber.get(9)?.id).toBe('new')
  })

  it('takes rows and links away', () => {
    const before = smallPlan()

    const after = patchPlan(
      before,
      answer([], { removed_task_ids: ['b'], removed_link_ids: ['ab', 'bg'] }),
    )

    expect(ids(after)).toEqual(['all', 'a', 'gate'])
    expect(after.links).toEqual([])
    expect(after.linkIndex.into.size).toBe(0)
  })

  it('adds and changes links', () => {
    const before = smallPlan()
    const links = linkTable([
      { id: 'ab', before_id: 'a', after_id: 'b', type: 'ss', lag: 480 },
      { id: 'ag', before_id: 'a', after_id: 'gate' },
    ])

    const after = patchPlan(before, answer([], { links }))

    expect(after.links.map(({ id, type }) => [id, type])).toEqual([
      ['ab', 'ss'],
      ['bg', 'fs'],
      ['ag', 'fs'],
    ])
    expect(after.linkIndex.into.get('gate')?.map(({ id }) => id)).toEqual(['bg', 'ag'])
    expect(after.tasks).toBe(before.tasks)
  })

  it('leaves a newer plan alone', () => {
    const before = { ...smallPlan(), plan_version: 5 }

    expect(patchPlan(before, answer([], { removed_task_ids: ['a'] }))).toBe(before)
  })
})
