import { describe, expect, it } from 'vitest'
import type { LinkType } from '../model/plan'
import { smallPlan } from '../model/samplePlan'
import { barOf, doneShare, floatOf } from './bars'
import { arrowAt, linkRows, pathThrough, routeAt, routeBetween, visibleRoutes } from './routes'
import { visibleRows } from './rows'
import { scaleOf } from './scale'

const box = (left: number, width = 40) => ({ left, width, isMilestone: false })
const plan = smallPlan()
const rows = visibleRows(plan, new Set(), null)
const scale = scaleOf(plan.span, 36, 900)

describe('bars', () => {
  it('have the length of their dates, milestones a fixed one at their moment', () => {
    const [all, a, , gate] = plan.tasks.map((task) => barOf(task, scale))

    // 2 March 08:00 to 3 March 17:00 is 33 hours.
    expect(a?.width).toBeCloseTo((33 / 24) * 36, 6)
    expect(a?.left).toBe(all?.left)
    expect(gate).toMatchObject({ width: 14, isMilestone: true })
    expect((gate?.left ?? 0) + 7).toBeCloseTo((all?.left ?? 0) + (all?.width ?? 0), 6)
  })

  it('show float forwards, negative float backwards', () => {
    const [, task] = plan.tasks
    if (!task?.finish) throw new Error('no dates')
    const tail = (days: number) =>
      floatOf(
        { ...task, late_finish: (task.finish ?? 0) + days * 1440, total_float_minutes: days * 480 },
        scale,
      )
    const right = (barOf(task, scale)?.left ?? 0) + (barOf(task, scale)?.width ?? 0)

    expect(tail(2)).toMatchObject({ width: 72, isNegative: false })
    expect(tail(2)?.left).toBeCloseTo(right, 6)
    expect(tail(-1)).toMatchObject({ width: 36, isNegative: true })
    expect(tail(0)).toBeNull()
  })

  it('are full where the work has ended', () => {
    const [, task] = plan.tasks
    if (!task) throw new Error('no task')

    expect(doneShare(task)).toBe(0.25)
    expect(doneShare({ ...task, actual_finish: task.finish })).toBe(1)
  })
})

describe('routes', () => {
  it('drop straight into a bar that begins later', () => {
    expect(routeBetween('fs', box(0), 0, box(60), 2)).toEqual([
      [40, 14],
      [65, 14],
      [65, 71],
    ])
    expect(routeBetween('fs', box(0), 3, box(60), 1).at(-1)).toEqual([65, 53])
  })

  it('go around between the rows where there is no room', () => {
    expect(routeBetween('fs', box(0, 100), 0, box(60), 1)).toEqual([
      [100, 14],
      [109, 14],
      [109, 32],
      [51, 32],
      [51, 46],
      [60, 46],
    ])
  })

  it('leave and enter at the ends their type names', () => {
    const ends = (type: LinkType) => {
      const points = routeBetween(type, box(100), 0, box(100), 1)
      return [points[0]?.[0], points.at(-1)?.[0]]
    }

    expect(ends('fs')).toEqual([140, 100])
    expect(ends('ss')).toEqual([100, 100])
    expect(ends('ff')).toEqual([140, 140])
    expect(ends('sf')).toEqual([100, 140])
  })

  it('are made of level and upright pieces only', () => {
    for (const type of ['fs', 'ss', 'ff', 'sf'] as const) {
      for (const left of [0, 90, 300]) {
        for (const row of [0, 4]) {
          const points = routeBetween(type, box(100), 2, box(left), row)
          for (let i = 1; i < points.length; i++) {
            const [[ax, ay], [bx, by]] = [
              points[i - 1] as [number, number],
              points[i] as [number, number],
            ]
            expect(ax === bx || ay === by).toBe(true)
          }
        }
      }
    }
  })

  it('are found only where both rows are shown and the window is touched', () => {
    const all = { rows: [0, 10], columns: [0, 10_000] } as const
    const find = (
      where: typeof all | { rows: readonly [number, number]; columns: readonly [number, number] },
    ) => visibleRoutes(plan, rows, linkRows(plan, rows), scale, where).map(({ link }) => link.id)
    const closed = visibleRows(plan, new Set(['all']), null)

    expect(find(all)).toEqual(['ab', 'bg'])
    expect(find({ ...all, rows: [3, 10] })).toEqual(['bg'])
    expect(find({ ...all, columns: [5_000, 6_000] })).toEqual([])
    expect(visibleRoutes(plan, closed, linkRows(plan, closed), scale, all)).toEqual([])
  })

  it('are critical where they drive one critical task from another', () => {
    const tasks = plan.tasks.map((task) => ({ ...task, is_critical: task.id !== 'gate' }))
    const where = { rows: [0, 10], columns: [0, 10_000] } as const

    const routes = visibleRoutes({ ...plan, tasks }, rows, linkRows(plan, rows), scale, where)

    expect(routes.map(({ isCritical }) => isCritical)).toEqual([true, false])
  })

  it('are picked by a pointer that comes near', () => {
    const where = { rows: [0, 10], columns: [0, 10_000] } as const
    const routes = visibleRoutes(plan, rows, linkRows(plan, rows), scale, where)
    const [x, y] = routes[0]?.points[1] ?? [0, 0]

    expect(routeAt(routes, x + 3, y)?.link.id).toBe('ab')
    expect(routeAt(routes, x + 40, y + 300)).toBeNull()
  })

  it('are written as paths with rounded corners and a head', () => {
    const points = [
      [0, 0],
      [20, 0],
      [20, 30],
    ] as const

    expect(pathThrough(points)).toBe('M0,0L16,0Q20,0 20,4L20,30')
    expect(arrowAt(points)).toBe('M20,30L16,25L24,25Z')
  })
})
