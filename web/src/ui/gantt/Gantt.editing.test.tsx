import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { DEFAULT_LAYERS } from './defaults'
import type { Operation } from './edit/operations'
import { Gantt } from './Gantt'
import { zoomOf } from './geometry/zoom'
import english from './locales/en.json'
import { parseMoment } from './model/moments'
import { parsePlan } from './model/parse'
import type { PlanModel } from './model/plan'
import { DAY_SHIFTS, samplePayload, samplePlan, smallPlan, WEEK } from './model/samplePlan'
import type { ColumnSetting, GanttProps } from './props'

const onEdit = vi.fn<(operations: Operation[]) => unknown>()
const onColumnsChange = vi.fn<(columns: readonly ColumnSetting[]) => void>()
const onAskWhy = vi.fn()
const onHelp = vi.fn()

beforeAll(() => {
  // jsdom lays nothing out: a pane of this size stands for all of them.
  Object.defineProperty(HTMLElement.prototype, 'clientWidth', { get: () => 1200 })
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { get: () => 692 })
  Element.prototype.scrollIntoView ??= () => {}
  Element.prototype.setPointerCapture ??= () => {}
})

afterEach(cleanup)
beforeEach(() => void vi.clearAllMocks())

function Page({ plan, ...rest }: { plan: PlanModel } & Partial<GanttProps>) {
  const [selection, onSelect] = useState<string[]>([])
  const [collapsed, onCollapsedChange] = useState<ReadonlySet<string>>(new Set())
  return (
    <Gantt
      plan={plan}
      labels={english}
      locale="en"
      selection={selection}
      collapsed={collapsed}
      layers={DEFAULT_LAYERS}
      zoom={zoomOf('day')}
      today={parseMoment('2026-03-04T09:00') ?? 0}
      onSelect={onSelect}
      onCollapsedChange={onCollapsedChange}
      onEdit={onEdit}
      onAskWhy={onAskWhy}
      onHelp={onHelp}
      onColumnsChange={onColumnsChange}
      {...rest}
    />
  )
}

const row = (id: string) =>
  document.querySelector<HTMLElement>(`.zg-row[data-task-id="${id}"]`) as HTMLElement
const cell = (id: string, column: string) =>
  row(id).querySelector<HTMLElement>(`[data-column="${column}"]`) as HTMLElement

describe('keys', () => {
  it('belong to the row that has the focus of the browser, however it came there', async () => {
    const user = userEvent.setup()
    render(<Page plan={smallPlan()} />)
    await user.click(cell('a', 'wbs_code'))
    row('gate').focus()

    await user.keyboard('{Delete}')

    expect(onEdit).toHaveBeenCalledWith([{ op: 'delete_task', id: 'gate' }])
  })

  it('ask for help, for the reason of a date, and for links in sequence', async () => {
    const user = userEvent.setup()
    render(<Page plan={smallPlan()} />)
    await user.click(cell('a', 'wbs_code'))

    await user.keyboard('{Escape}?{Shift>}{F1}{/Shift}')
    await user.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}{Control>}{F2}{/Control}')

    expect(onHelp).toHaveBeenCalledOnce()
    expect(onAskWhy).toHaveBeenCalledWith('a')
    // From a to b, and from b to the gate, there are links already.
    expect(onEdit).not.toHaveBeenCalled()
    await user.keyboard('{Control>}{Shift>}{F2}{/Shift}{/Control}')
    expect(onEdit).toHaveBeenCalledWith([
      { op: 'delete_link', id: 'ab' },
      { op: 'delete_link', id: 'bg' },
    ])
  })

  it('fill a column down over the chosen rows', async () => {
    const user = userEvent.setup()
    render(<Page plan={smallPlan()} />)
    await user.click(cell('a', 'duration'))

    await user.keyboard('{Shift>}{ArrowDown}{/Shift}{Control>}d{/Control}')

    expect(onEdit).toHaveBeenCalledWith([
      { op: 'update_task', id: 'b', fields: { duration_minutes: 960 } },
    ])
  })
})

describe('the clipboard', () => {
  const clipboard = (text = '') => {
    const held = { text }
    return {
      held,
      clipboardData: {
        getData: () => held.text,
        setData: (_: string, value: string) => {
          held.text = value
        },
      },
    }
  }

  it('takes chosen rows out as cells parted by tabs', async () => {
    const user = userEvent.setup()
    render(<Page plan={smallPlan()} />)
    await user.click(cell('a', 'wbs_code'))
    await user.keyboard('{Shift>}{ArrowDown}{/Shift}')
    const { held, clipboardData } = clipboard()

    fireEvent.copy(cell('b', 'wbs_code'), { clipboardData })

    expect(held.text).toBe(
      '2\ta\t2d\t2026-03-02 08:00\t2026-03-03 17:00\t25\t\t\n' +
        '3\tb\t3d\t2026-03-04 08:00\t2026-03-06 17:00\t0\t2\t',
    )
  })

  it('puts cells in by one edit', async () => {
    const user = userEvent.setup()
    render(<Page plan={smallPlan()} />)
    await user.click(cell('a', 'name'))

    fireEvent.paste(cell('a', 'name'), clipboard('Dig\t3d\nPour\t4d'))

    expect(onEdit).toHaveBeenCalledOnce()
    expect(onEdit.mock.calls[0]?.[0]).toHaveLength(2)
  })

  it('refuses what it cannot read cell by cell, and sends nothing', async () => {
    const user = userEvent.setup()
    render(<Page plan={smallPlan()} />)
    await user.click(cell('a', 'name'))

    fireEvent.paste(cell('a', 'name'), clipboard('Dig\tsoon\nPour\tlater'))

    const refusal = screen.getByRole('alertdialog', {
      name: '2 cells cannot take what was pasted',
    })
    expect(onEdit).not.toHaveBeenCalled()
    expect(refusal).toHaveTextContent('Row 1, Duration: “soon”')
    expect(refusal).toHaveTextContent('Row 2, Duration: “later”')
    await user.click(screen.getByRole('button', { name: 'Close' }))
    expect(screen.queryByRole('alertdialog')).toBeNull()
    expect(cell('a', 'name')).toHaveFocus()
  })
})

describe('dragging in the grid', () => {
  const at = (x: number, y: number) => ({ clientX: x, clientY: y, pointerId: 1, button: 0 })

  it('moves a row to another place in the outline', () => {
    render(<Page plan={smallPlan()} />)

    fireEvent.pointerDown(cell('a', 'name'), at(60, 52 + 40))
    fireEvent.pointerMove(window, at(60, 52 + 95))
    const line = document.querySelector<HTMLElement>('.zg-drop-line')?.style.top
    fireEvent.pointerUp(window, at(60, 52 + 95))

    expect(line).toBe('95px')
    expect(onEdit).toHaveBeenCalledWith([
      { op: 'move_task', id: 'a', parent_id: 'all', after_id: 'b' },
    ])
  })

  it('forgets it on Escape', () => {
    render(<Page plan={smallPlan()} />)

    fireEvent.pointerDown(cell('a', 'name'), at(60, 52 + 40))
    fireEvent.pointerMove(window, at(60, 52 + 95))
    fireEvent.keyDown(window, { key: 'Escape' })
    fireEvent.pointerUp(window, at(60, 52 + 95))

    expect(onEdit).not.toHaveBeenCalled()
  })

  it('widens a column, and tells the page when that is done', () => {
    render(<Page plan={smallPlan()} />)
    const edge = document.querySelector('.is-name .zg-column-edge') as Element

    fireEvent.pointerDown(edge, at(290, 40))
    fireEvent.pointerMove(edge, at(330, 40))
    const during = onColumnsChange.mock.calls.length
    fireEvent.pointerUp(edge, at(330, 40))

    expect(during).toBe(0)
    expect(onColumnsChange.mock.calls[0]?.[0][1]).toEqual({ key: 'name', width: 272 })
  })

  it('puts a column in another place by its head', () => {
    render(<Page plan={smallPlan()} />)
    const head = document.querySelector('.zg-head-cell.is-duration') as Element

    fireEvent.pointerDown(head, at(320, 40))
    fireEvent.pointerMove(head, at(10, 40))
    fireEvent.pointerUp(head, at(10, 40))

    const keys = onColumnsChange.mock.calls[0]?.[0].map(({ key }) => key)
    expect(keys?.slice(0, 3)).toEqual(['duration', 'wbs_code', 'name'])
  })
})

describe('what the chart explains', () => {
  const held = () =>
    samplePlan([
      {
        id: 'a',
        start: '2026-03-02T08:00',
        finish: '2026-03-03T17:00',
        constraint: 'snet',
        constraint_at: '2026-03-02T08:00',
        deadline: '2026-03-02T17:00',
      },
    ])

  it('is told in words by one press on a mark, with what can be done about it', async () => {
    const user = userEvent.setup()
    render(<Page plan={held()} />)

    await user.click(document.querySelector('.zg-pin') as Element)

    const card = screen.getByRole('dialog', { name: 'The marks of a' })
    expect(card).toHaveTextContent('Start no earlier than 2026-03-02 08:00')
    expect(card).toHaveTextContent('The deadline 2026-03-02 17:00 is missed.')
    await user.click(screen.getByRole('button', { name: 'Remove the constraint' }))
    expect(onEdit).toHaveBeenCalledWith([
      { op: 'update_task', id: 'a', fields: { constraint: 'asap', constraint_at: null } },
    ])
  })

  it('is reached by keyboard through the menu of the row', async () => {
    const user = userEvent.setup()
    render(<Page plan={held()} />)
    await user.click(cell('a', 'wbs_code'))
    await user.keyboard('{Shift>}{F10}{/Shift}')

    await user.click(screen.getByRole('menuitem', { name: 'What do its marks mean?' }))

    expect(screen.getByRole('dialog', { name: 'The marks of a' })).toBeInTheDocument()
  })

  it('draws the chain of drivers, also where it runs over no link', () => {
    const chain = { taskIds: ['gate', 'b', 'a', 'all'], linkIds: new Set(['ab', 'bg']) }

    render(<Page plan={smallPlan()} chain={chain} layers={{ ...DEFAULT_LAYERS, links: false }} />)

    expect(document.querySelectorAll('.zg-links .is-chain')).toHaveLength(1)
    expect(document.querySelectorAll('.zg-links .is-step')).toHaveLength(1)
    expect(document.querySelectorAll('.zg-links .is-plain')).toHaveLength(0)
  })
})

describe('further states', () => {
  it("shades the days off of a task's own calendar in the place of the project's", () => {
    const payload = samplePayload([
      { id: 'a', start: '2026-03-02T08:00', finish: '2026-03-13T17:00', calendar_id: 'sundays' },
      { id: 'b', start: '2026-03-02T08:00', finish: '2026-03-13T17:00' },
    ])
    const [day, off] = [DAY_SHIFTS, [] as number[][]]
    const sundays = { ...WEEK, id: 'sundays', week: [day, day, day, day, day, off, day] }

    render(<Page plan={parsePlan({ ...payload, calendars: [WEEK, sundays] })} />)

    const [row] = document.querySelectorAll('.zg-row-calendar')
    const widths = (look: string) =>
      [...(row?.querySelectorAll<HTMLElement>(look) ?? [])].map(({ style }) => style.width)
    // Two days off a week on the project's calendar, only the Saturday on the task's own.
    expect(new Set(widths('.zg-row-work'))).toEqual(new Set(['72px']))
    expect(new Set(widths('.zg-row-idle'))).toEqual(new Set(['36px']))
    expect(document.querySelectorAll('.zg-row-calendar')).toHaveLength(1)
  })

  it('draws up to three baselines, and says them in the table', () => {
    const day = (text: string) => parseMoment(text) ?? 0
    const dates = [day('2026-03-01T08:00'), day('2026-03-02T17:00')] as const
    const otherBaselines = [
      { id: 'v1', name: 'V1', spans: new Map([['a', dates]]) },
      { id: 'v2', name: 'V2', spans: new Map([['a', dates]]) },
    ]

    const { rerender } = render(<Page plan={smallPlan()} otherBaselines={otherBaselines} />)
    const drawn = document.querySelectorAll('.zg-bar-row[data-task-id="a"] .zg-baseline').length
    rerender(<Page plan={smallPlan()} otherBaselines={otherBaselines} asTable />)

    expect(drawn).toBe(2)
    expect(
      screen.getByRole('cell', {
        name: 'task, baseline V1 2026-03-01 to 2026-03-02, baseline V2 2026-03-01 to 2026-03-02',
      }),
    ).toBeInTheDocument()
  })

  it('marks what a comparison found, and keeps removed tasks from being edited', async () => {
    const user = userEvent.setup()
    const plan = smallPlan()
    const tasks = plan.tasks.map((task) =>
      task.id === 'gate' ? { ...task, stands_for: 'removed' as const } : task,
    )
    const before = [parseMoment('2026-03-01T08:00') ?? 0, parseMoment('2026-03-02T17:00') ?? 0]
    const changes = new Map([
      ['a', { kind: 'moved' as const, before: before as [number, number] }],
      ['gate', { kind: 'removed' as const, before: null }],
    ])

    render(<Page plan={{ ...plan, tasks }} changes={changes} />)
    await user.click(cell('gate', 'name'))
    await user.keyboard('{Delete}{F2}')

    expect(row('a')).toHaveAccessibleName(/its dates have moved since$/)
    expect(document.querySelectorAll('.zg-before')).toHaveLength(1)
    expect(row('gate')).toHaveClass('is-removed')
    expect(document.querySelector('.zg-editor')).toBeNull()
    expect(onEdit).not.toHaveBeenCalled()
  })
})
