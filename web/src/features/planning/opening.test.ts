import { describe, expect, test } from 'vitest'
import { formatMoment, parseMoment } from '@/ui/gantt/model/moments'
import { samplePlan } from '@/ui/gantt/model/samplePlan'
import { nowOn, openingOf } from './opening'

const at = (iso: string) => parseMoment(iso) ?? 0
const NONE: ReadonlySet<string> = new Set()
const span = (from: string, to: string) => ({
  span: [at(`${from}T00:00`), at(`${to}T00:00`)] as const,
  tasks: [],
})

describe('the picture a plan opens with', () => {
  test('a short plan is shown whole', () => {
    const plan = span('2026-03-01', '2026-03-26')

    const { zoom, left_at } = openingOf(plan, NONE, at('2026-03-10T00:00'), 696)

    expect(zoom).toBe(20)
    expect(formatMoment(left_at)).toBe('2026-02-26T14:24')
  })

  test('a long plan that runs opens around today', () => {
    const plan = span('2026-01-01', '2027-01-01')

    const { zoom, left_at } = openingOf(plan, NONE, at('2026-07-31T00:00'), 720)

    expect(zoom).toBe(12)
    expect(formatMoment(left_at)).toBe('2026-07-11T00:00')
  })

  test('a long plan opens at the first row that is not yet over', () => {
    const past = { start: '2026-01-01T08:00', finish: '2026-01-02T17:00' }
    const rows = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, parent_id: 'old', ...past }))
    const plan = samplePlan([
      { id: 'old', kind: 'summary', ...past },
      ...rows,
      { id: 'now', start: '2026-07-20T08:00', finish: '2026-08-20T17:00' },
      { id: 'last', start: '2027-03-01T08:00', finish: '2027-04-20T17:00' },
    ])
    const opened = (collapsed: ReadonlySet<string>) =>
      openingOf(plan, collapsed, at('2026-07-31T00:00'), 720).first_row

    expect(opened(NONE)).toBe(3)
    expect(opened(new Set(['old']))).toBe(0)
  })

  test('a long plan that is over, or not begun, opens at its start', () => {
    const plan = span('2026-01-01', '2027-01-01')

    const { left_at } = openingOf(plan, NONE, at('2028-02-01T00:00'), 720)

    expect(formatMoment(left_at)).toBe('2025-12-28T00:00')
  })

  test('the level of the address is kept', () => {
    const plan = span('2026-03-01', '2026-03-26')

    expect(openingOf(plan, NONE, 0, 596, 'month').zoom).toBe(3)
  })
})

describe('the line of today', () => {
  test('has the time of day where the clock shows the day of the server', () => {
    const clock = new Date(2026, 10, 20, 9, 41)

    expect(formatMoment(nowOn('2026-11-20', clock))).toBe('2026-11-20T09:41')
  })

  test('stands at the beginning of any other day', () => {
    const clock = new Date(2026, 10, 22, 9, 41)

    expect(formatMoment(nowOn('2026-11-20', clock))).toBe('2026-11-20T00:00')
  })
})
