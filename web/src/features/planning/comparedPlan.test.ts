import { describe, expect, test } from 'vitest'
import { parseMoment } from '@/ui/gantt/model/moments'
import { smallPlan } from '@/ui/gantt/model/samplePlan'
import { comparedPlan } from './comparedPlan'
import type { Comparison, Difference } from './queries'

const at = (iso: string) => parseMoment(iso) ?? 0
const difference = (id: string, rest: Partial<Difference> = {}): Difference => ({
  id,
  number: 9,
  name: id,
  kind: 'task',
  start: '2026-03-02T08:00',
  finish: '2026-03-03T17:00',
  fields: {},
  ...rest,
})
const NOTHING: Comparison = {
  added: [],
  removed: [],
  changed: [],
  moved: [],
  links_added: [],
  links_removed: [],
}

describe('a plan compared with another moment', () => {
  test('says of each task what happened to it, and where it lay before', () => {
    const fields = { finish: ['2026-03-05T17:00', '2026-03-06T17:00'] }
    const found = { ...NOTHING, added: [difference('a')], moved: [difference('b', { fields })] }

    const { changes, plan } = comparedPlan(smallPlan(), found, 'Removed')

    expect(plan.tasks).toHaveLength(4)
    expect(changes.get('a')).toEqual({ kind: 'added', before: null })
    expect(changes.get('b')).toEqual({
      kind: 'moved',
      before: [at('2026-03-02T08:00'), at('2026-03-05T17:00')],
    })
  })

  test('shows removed tasks behind the plan, where they last lay', () => {
    const found = { ...NOTHING, removed: [difference('gone'), difference('a')] }

    const { changes, plan } = comparedPlan(smallPlan(), found, 'Removed')
    const [head, gone, ...rest] = plan.tasks.slice(4)

    // A task that has come back by undo is no removed one.
    expect(rest).toEqual([])
    expect(head).toMatchObject({ name: 'Removed', stands_for: 'group' })
    expect(gone).toMatchObject({ id: 'gone', stands_for: 'removed', start: at('2026-03-02T08:00') })
    expect(plan.outline.level[5]).toBe(2)
    expect(changes.get('gone')?.kind).toBe('removed')
  })
})
