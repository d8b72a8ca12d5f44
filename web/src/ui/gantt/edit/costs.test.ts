import { describe, expect, it } from 'vitest'
import { visibleRows } from '../geometry/rows'
import english from '../locales/en.json'
import type { CostColumn, CostRight, PlanCosts } from '../model/costs'
import { smallPlan } from '../model/samplePlan'
import { cellText } from '../view/text'
import { cellSource, editCell, mayType } from './cells'
import { pasteSheet } from './clipboard'

function costs(right: CostRight, minor: number | null = 1234): PlanCosts {
  return {
    rightTo: (_, column) =>
      (({ cost_minor: right, fixed_cost_minor: 'write', actual_cost_minor: 'read' }) as const)[
        column
      ],
    minor: () => (right === 'locked' ? null : minor),
    text: () => (right === 'locked' ? '••• Sensitive' : '12 CNY'),
  }
}

const held = smallPlan()
const [all, a] = held.tasks
if (!all || !a) throw new Error('the sample has changed')
const withCosts = (right: CostRight, minor?: number | null) => ({
  ...held,
  costs: costs(right, minor),
})
const typed = (right: CostRight, text: string, column: CostColumn = 'cost_minor') =>
  editCell(withCosts(right), a, column, text)
const update = (change: object) => [{ op: 'update_task', id: 'a', fields: change }]

describe('a cost in a cell', () => {
  it('is sent in hundredths, however it is written', () => {
    expect(typed('write', '12,345.60')).toEqual(update({ cost_minor: 1_234_560 }))
    expect(typed('write', '１２３')).toEqual(update({ cost_minor: 12_300 }))
    expect(typed('write', '')).toEqual(update({ cost_minor: 0 }))
    expect(typed('write', '12.34')).toEqual([])
    expect(typed('write', 'dear')).toEqual({ error: 'cost_unreadable', params: {} })
    expect(typed('write', '-1')).toEqual({ error: 'cost_unreadable', params: {} })
  })

  it('shows a lock with its class, and waits for what is not there yet', () => {
    expect(cellText(withCosts('locked'), a, 'cost_minor', english)).toBe('••• Sensitive')
    expect(cellText(held, a, 'cost_minor', english)).toBe('…')
    expect(cellSource(withCosts('locked'), a, 'cost_minor')).toBe('')
    expect(cellSource(withCosts('write'), a, 'cost_minor')).toBe('12.34')
  })

  it('is typed into by those alone who may set it', () => {
    expect(mayType(withCosts('write'), a, 'cost_minor')).toBe(true)
    expect(mayType(withCosts('write_once', null), a, 'cost_minor')).toBe(true)
    expect(mayType(withCosts('write_once'), a, 'cost_minor')).toBe(false)
    expect(mayType(withCosts('locked'), a, 'cost_minor')).toBe(false)
    expect(mayType(withCosts('write'), a, 'actual_cost_minor')).toBe(false)
    expect(mayType(withCosts('write'), all, 'cost_minor')).toBe(false)
    expect(mayType(held, a, 'cost_minor')).toBe(false)
  })

  it.each([
    ['locked', 'cost_locked'],
    ['read', 'cost_read_only'],
    ['write_once', 'cost_written_once'],
  ] as const)('is refused in a pasted row where it is %s', (right, error) => {
    const plan = withCosts(right)
    const pasted = pasteSheet(
      {
        plan,
        rows: visibleRows(plan, new Set(), null),
        columns: ['name', 'cost_minor'],
        row: 1,
        column: 'name',
        heads: english.columns,
        shown: (task, column) => cellText(plan, task, column, english),
        newId: () => 'new',
      },
      `${a.name}\t99`,
    )

    const refusal = { line: 1, number: a.number, column: 'cost_minor', text: '99', params: {} }
    expect(pasted).toEqual({ refusals: [{ ...refusal, error }] })
  })
})
