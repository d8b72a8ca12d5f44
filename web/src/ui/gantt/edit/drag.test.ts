import { describe, expect, it } from 'vitest'
import { formatMoment, MINUTES_PER_DAY } from '../model/moments'
import { samplePlan, smallPlan } from '../model/samplePlan'
import {
  canDrag,
  drawLink,
  drawnType,
  dropOperations,
  type GripKind,
  ghostsOf,
  shareAt,
} from './drag'

const plan = smallPlan()
const [all, a] = plan.tasks
if (!all || !a) throw new Error('the sample has changed')

const grip = (kind: GripKind, taskId: string, taskIds = [taskId]) => ({ kind, taskId, taskIds })
const DAY = MINUTES_PER_DAY

function dropped(kind: GripKind, taskIds: string[], minutes: number, step = DAY) {
  const held = grip(kind, taskIds[0] ?? '', taskIds)
  return dropOperations(plan, held, ghostsOf(plan, held, minutes, step))
}

describe('dragging a bar', () => {
  it('moves the start by whole days and keeps the work', () => {
    // Wednesday to Friday, moved by two days, would begin on Friday and end on the Tuesday after.
    const [ghost] = ghostsOf(plan, grip('move', 'b'), 2 * DAY + 100, DAY)

    expect(formatMoment(ghost?.start ?? 0)).toBe('2026-03-06T08:00')
    expect(formatMoment(ghost?.finish ?? 0)).toBe('2026-03-10T17:00')
    expect(dropped('move', ['b'], 2 * DAY)).toEqual([
      { op: 'update_task', id: 'b', fields: { start: '2026-03-06T08:00' } },
    ])
  })

  it('slides from a day off to the next working day', () => {
    expect(dropped('move', ['b'], 3 * DAY)).toEqual([
      { op: 'update_task', id: 'b', fields: { start: '2026-03-09T08:00' } },
    ])
  })

  it('snaps to a quarter of an hour at the zoom of hours, and over lunch', () => {
    const at = (minutes: number) => dropped('move', ['a'], minutes, 15)

    expect(at(22)).toEqual([{ op: 'update_task', id: 'a', fields: { start: '2026-03-02T08:15' } }])
    expect(at(4 * 60 + 20)).toEqual([
      { op: 'update_task', id: 'a', fields: { start: '2026-03-02T13:00' } },
    ])
    expect(at(5)).toEqual([])
  })

  const idsOf = (taskIds: string[]) =>
    dropped('move', taskIds, DAY).map((operation) => 'id' in operation && operation.id)

  it('takes all chosen tasks along', () => {
    expect(idsOf(['a', 'b'])).toEqual(['a', 'b'])
  })

  it('moves a summary by its start, and not once more what lies below it', () => {
    expect(dropped('move', ['all', 'a', 'b'], DAY)).toEqual([
      { op: 'update_task', id: 'all', fields: { start: '2026-03-03T08:00' } },
    ])
  })

  it('gives a manual task both dates', () => {
    const manual = samplePlan([
      {
        id: 'm',
        mode: 'manual',
        start: '2026-03-02T08:00',
        finish: '2026-03-02T17:00',
        duration_minutes: 480,
      },
    ])
    const held = grip('move', 'm')

    expect(dropOperations(manual, held, ghostsOf(manual, held, DAY, DAY))).toEqual([
      {
        op: 'update_task',
        id: 'm',
        fields: { start: '2026-03-03T08:00', finish: '2026-03-03T17:00' },
      },
    ])
  })

  it('lets a milestone stand at the end of a day', () => {
    expect(dropped('move', ['gate'], 4 * DAY)).toEqual([
      { op: 'update_task', id: 'gate', fields: { start: '2026-03-10T17:00' } },
    ])
  })
})

describe('stretching a bar', () => {
  it('ends it where work ends', () => {
    expect(dropped('finish', ['a'], DAY)).toEqual([
      { op: 'update_task', id: 'a', fields: { finish: '2026-03-04T17:00' } },
    ])
    // Saturday: the finish stays at the end of Friday.
    expect(dropped('finish', ['a'], 4 * DAY)).toEqual([
      { op: 'update_task', id: 'a', fields: { finish: '2026-03-06T17:00' } },
    ])
  })

  it('never ends before it has begun', () => {
    expect(dropped('finish', ['a'], -30 * DAY)).toEqual([
      { op: 'update_task', id: 'a', fields: { finish: '2026-03-02T17:00' } },
    ])
  })
})

describe('what may be dragged', () => {
  it('is not what is worked out or over', () => {
    expect(canDrag(all, 'finish')).toBe(false)
    expect(canDrag(all, 'link-finish')).toBe(true)
    expect(canDrag({ ...a, actual_finish: a.finish }, 'move')).toBe(false)
    expect(canDrag(all, 'move')).toBe(true)
    expect(canDrag({ ...a, actual_start: a.start }, 'move')).toBe(true)
    expect(canDrag({ ...a, actual_start: a.start }, 'finish')).toBe(true)
    expect(canDrag({ ...a, actual_finish: a.finish }, 'finish')).toBe(false)
    expect(canDrag({ ...a, start: null }, 'move')).toBe(false)
  })
})

describe('dragging progress', () => {
  it('goes in steps of five per cent between nothing and all', () => {
    const [start, finish] = [a.start ?? 0, a.finish ?? 0]

    expect(shareAt(a, start + (finish - start) * 0.52)).toBe(0.5)
    expect(shareAt(a, start - 1000)).toBe(0)
    expect(shareAt(a, finish + 1000)).toBe(1)
    expect(
      dropOperations(plan, grip('progress', 'a'), [
        { taskId: 'a', start, finish, percent_complete: 0.5 },
      ]),
    ).toEqual([{ op: 'update_task', id: 'a', fields: { percent_complete: 0.5 } }])
  })
})

describe('drawing a link', () => {
  it('has the type of the ends it joins', () => {
    expect(drawnType('link-finish', 'start')).toBe('fs')
    expect(drawnType('link-start', 'start')).toBe('ss')
    expect(drawnType('link-finish', 'finish')).toBe('ff')
    expect(drawnType('link-start', 'finish')).toBe('sf')
  })

  it('adds a link, changes the type of the one there is, or does nothing', () => {
    expect(drawLink(plan, 'a', 'gate', 'fs')).toEqual([
      {
        op: 'add_link',
        before_id: 'a',
        after_id: 'gate',
        type: 'fs',
        lag: 0,
        lag_unit: 'working',
      },
    ])
    expect(drawLink(plan, 'a', 'b', 'ss')).toEqual([
      { op: 'update_link', id: 'ab', fields: { type: 'ss' } },
    ])
    expect(drawLink(plan, 'a', 'b', 'fs')).toEqual([])
    expect(drawLink(plan, 'a', 'a', 'fs')).toEqual([])
    expect(drawLink(plan, 'all', 'a', 'fs')).toEqual([])
  })
})
