import { describe, expect, it } from 'vitest'
import english from '../locales/en.json'
import chinese from '../locales/zh-CN.json'
import { smallPlan } from '../model/samplePlan'
import type { ColumnKey } from '../props'
import { cellSource, editCell, isEditable } from './cells'
import { parseState, STATES } from './states'

const plan = smallPlan()
const [all, a, , gate] = plan.tasks
if (!all || !a || !gate) throw new Error('the sample has changed')

const typed = (column: ColumnKey, text: string) => editCell(plan, a, column, text)
const fields = (change: object) => [{ op: 'update_task', id: 'a', fields: change }]

describe('editing a cell', () => {
  it('sends exactly the field that was typed', () => {
    expect(typed('name', ' Weld ')).toEqual(fields({ name: 'Weld' }))
    expect(typed('duration', '3天')).toEqual(fields({ duration_minutes: 1440 }))
    expect(typed('duration', '2ed')).toEqual(fields({ duration_minutes: 2880, is_elapsed: true }))
    expect(typed('start', '2026-03-07')).toEqual(fields({ start: '2026-03-09T08:00' }))
    expect(typed('finish', '2026-03-05')).toEqual(fields({ finish: '2026-03-05T17:00' }))
    expect(typed('percent_complete', '60 %')).toEqual(fields({ percent_complete: 0.6 }))
  })

  it('sends nothing where nothing has changed', () => {
    for (const column of [
      'name',
      'duration',
      'start',
      'finish',
      'percent_complete',
      'predecessors',
    ] as const) {
      expect(typed(column, cellSource(plan, a, column))).toEqual([])
    }
  })

  it('takes a state by its word in either language or by its code', () => {
    expect(typed('state', '待验收')).toEqual(fields({ state: 'in_review' }))
    expect(typed('state', ' in Progress ')).toEqual(fields({ state: 'in_progress' }))
    expect(typed('state', 'blocked')).toEqual(fields({ state: 'blocked' }))
    expect(typed('state', a.state)).toEqual([])
    expect(typed('state', 'nearly')).toMatchObject({ error: 'state_unreadable' })
    expect(isEditable(all, 'state')).toBe(false)
  })

  it('knows the words that the grid shows for states', () => {
    for (const state of STATES)
      expect([chinese.states[state], english.states[state]].map(parseState)).toEqual([state, state])
  })

  it('turns a task into a milestone and back with its duration', () => {
    expect(typed('duration', '0')).toEqual(fields({ duration_minutes: 0, kind: 'milestone' }))
    expect(editCell(plan, gate, 'duration', '1d')).toEqual([
      { op: 'update_task', id: 'gate', fields: { duration_minutes: 480, kind: 'task' } },
    ])
  })

  it('says what cannot be read', () => {
    expect(typed('name', '  ')).toMatchObject({ error: 'name_empty' })
    expect(typed('duration', 'long')).toMatchObject({ error: 'duration_unreadable' })
    expect(typed('start', 'soon')).toMatchObject({ error: 'date_unreadable' })
    expect(typed('finish', '2026-02-01')).toMatchObject({ error: 'finish_before_start' })
    expect(typed('percent_complete', '120')).toMatchObject({ error: 'percent_unreadable' })
  })

  it('leaves what is worked out alone', () => {
    expect(isEditable(all, 'finish')).toBe(false)
    expect(isEditable(all, 'start')).toBe(true)
    expect(isEditable({ ...all, mode: 'manual' }, 'finish')).toBe(true)
    expect(isEditable(a, 'total_float')).toBe(false)
  })
})
