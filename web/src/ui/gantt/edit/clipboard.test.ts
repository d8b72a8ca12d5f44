import { describe, expect, it } from 'vitest'
import { visibleRows } from '../geometry/rows'
import english from '../locales/en.json'
import type { PlanTask } from '../model/plan'
import { smallPlan } from '../model/samplePlan'
import type { ColumnKey } from '../props'
import { cellText } from '../view/text'
import { copyRows, fillDown, type Pasting, pasteSheet } from './clipboard'
import { readSheet, writeSheet } from './sheetText'

const COLUMNS: ColumnKey[] = ['wbs_code', 'name', 'duration', 'start', 'percent_complete']

const plan = smallPlan()
const shown = (task: PlanTask, column: ColumnKey) => cellText(plan, task, column, english)

function pasting(row: number, column: ColumnKey | null): Pasting {
  let added = 0
  return {
    plan,
    rows: visibleRows(plan, new Set(), null),
    columns: COLUMNS,
    row,
    column,
    heads: english.columns,
    shown,
    newId: () => `new ${++added}`,
  }
}

describe('the text of a sheet', () => {
  it('comes back as it went out, with tabs, line ends and quotes in its cells', () => {
    const rows = [
      ['a\tb', 'two\nlines', 'say "so"'],
      ['', 'x', '5" pipe'],
    ]

    const text = writeSheet(rows)

    expect(text).toBe('"a\tb"\t"two\nlines"\t"say ""so"""\n\tx\t"5"" pipe"')
    expect(readSheet(text)).toEqual(rows)
  })

  it.each([
    ['=HYPERLINK("http://evil")', `"'=HYPERLINK(""http://evil"")"`],
    ['@SUM(A1)|cmd', "'@SUM(A1)|cmd"],
    ['－1', "'－1"],
    ['+ crane', "'+ crane"],
    ["'=quoted before", "''=quoted before"],
    ["'tis no formula", "'tis no formula"],
    ['-2.5', '-2.5'],
    ['3FS+2d', '3FS+2d'],
  ])('makes no formula of %s, and gives it back as it was', (cell, written) => {
    expect(writeSheet([[cell]])).toBe(written)
    expect(readSheet(written)).toEqual([[cell]])
  })

  it('reads what other programs write: line ends of Windows, a quote within a word', () => {
    expect(readSheet('a\tb\r\nc\t5" pipe\r\n')).toEqual([
      ['a', 'b'],
      ['c', '5" pipe'],
    ])
    expect(readSheet('"open')).toEqual([['"open']])
  })
})

describe('copyRows', () => {
  it('writes what can be typed in the form it is typed in', () => {
    const text = copyRows(plan, plan.tasks.slice(1, 2), COLUMNS, shown)

    expect(text).toBe('2\ta\t2d\t2026-03-02 08:00\t25')
  })
})

describe('pasteSheet', () => {
  it('puts cells into the rows and columns from the focused one on', () => {
    const edit = pasteSheet(pasting(1, 'name'), 'Dig\t3d\nPour\t4d\n')

    expect(edit).toEqual({
      operations: [
        { op: 'update_task', id: 'a', fields: { name: 'Dig', duration_minutes: 1440 } },
        { op: 'update_task', id: 'b', fields: { name: 'Pour', duration_minutes: 1920 } },
      ],
    })
  })

  it('changes nothing where a copied row is pasted onto itself', () => {
    const text = copyRows(plan, plan.tasks.slice(0, 3), COLUMNS, shown)

    expect(pasteSheet(pasting(0, null), text)).toEqual({ operations: [] })
  })

  it('knows a row of heads, in whatever order, and adds rows at the end', () => {
    const text = 'Duration\tTask\n2d\tPaint\n1w\tClean'

    const edit = pasteSheet(pasting(4, null), text)

    expect(edit).toEqual({
      operations: [
        {
          op: 'add_task',
          id: 'new 1',
          name: 'Paint',
          parent_id: null,
          after_id: 'gate',
          fields: { duration_minutes: 960 },
        },
        {
          op: 'add_task',
          id: 'new 2',
          name: 'Clean',
          parent_id: null,
          after_id: 'new 1',
          fields: { duration_minutes: 2400 },
        },
      ],
    })
  })

  it('refuses the whole text for each cell it cannot read, and says which', () => {
    const edit = pasteSheet(pasting(0, 'name'), 'All\t9d\nDig\tsoon\nPour\t4d\nGate\t\n\t2d')

    expect(edit).toEqual({
      refusals: [
        {
          line: 1,
          number: 1,
          column: 'duration',
          text: '9d',
          error: 'not_editable',
          params: {},
        },
        {
          line: 2,
          number: 2,
          column: 'duration',
          text: 'soon',
          error: 'duration_unreadable',
          params: {},
        },
        { line: 5, number: null, column: 'name', text: '', error: 'name_empty', params: {} },
      ],
    })
  })

  it('reads a new start and finish together, not against the old dates', () => {
    const wide = { ...pasting(1, 'start'), columns: ['start', 'finish'] as ColumnKey[] }

    const edit = pasteSheet(wide, '2026-04-06\t2026-04-08')

    expect(edit).toEqual({
      operations: [
        {
          op: 'update_task',
          id: 'a',
          fields: { start: '2026-04-06T08:00', finish: '2026-04-08T17:00' },
        },
      ],
    })
  })
})

describe('fillDown', () => {
  it('gives the column of every chosen row the value of the first', () => {
    const edit = fillDown({ plan, shown }, ['b', 'a'], 'duration')

    expect(edit).toEqual({
      operations: [{ op: 'update_task', id: 'b', fields: { duration_minutes: 960 } }],
    })
  })
})

describe('the state of work', () => {
  const sheet = (row: number): Pasting => ({ ...pasting(row, 'state'), columns: ['name', 'state'] })
  const ids = plan.tasks.filter(({ kind }) => kind === 'task').map(({ id }) => id)

  it('is copied in words and pasted from them', () => {
    const [task] = plan.tasks.filter(({ kind }) => kind === 'task')
    if (!task) throw new Error('the sample has changed')

    expect(copyRows(plan, [task], ['state'], shown)).toBe('To do')
    expect(pasteSheet(sheet(plan.tasks.indexOf(task)), 'In review')).toEqual({
      operations: [{ op: 'update_task', id: task.id, fields: { state: 'in_review' } }],
    })
  })

  it('is filled down', () => {
    const [first, ...others] = ids
    const tasks = plan.tasks.map((task) =>
      task.id === first ? { ...task, state: 'blocked' as const } : task,
    )

    expect(fillDown({ plan: { ...plan, tasks }, shown }, ids, 'state')).toEqual({
      operations: others.map((id) => ({ op: 'update_task', id, fields: { state: 'blocked' } })),
    })
  })
})
