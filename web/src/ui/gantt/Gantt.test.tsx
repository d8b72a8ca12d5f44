import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { createRef, type Ref, useState } from 'react'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { DEFAULT_LAYERS } from './defaults'
import type { Operation } from './edit/operations'
import { Gantt } from './Gantt'
import { zoomOf } from './geometry/zoom'
import english from './locales/en.json'
import { parseMoment } from './model/moments'
import type { PlanModel } from './model/plan'
import { samplePlan, smallPlan } from './model/samplePlan'
import type { GanttHandle, GanttProps } from './props'

const onEdit = vi.fn<(operations: Operation[]) => unknown>()
const onUndo = vi.fn()
const onAskWhy = vi.fn()

let width = 1200

beforeAll(() => {
  // jsdom lays nothing out: a pane of this size stands for all of them.
  Object.defineProperty(HTMLElement.prototype, 'clientWidth', { get: () => width })
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { get: () => 692 })
  Element.prototype.scrollIntoView ??= () => {}
})

afterEach(cleanup)

beforeEach(() => {
  width = 1200
  vi.clearAllMocks()
})

type PageProps = { plan: PlanModel; ref?: Ref<GanttHandle> } & Partial<GanttProps>

function Page({ plan, ...rest }: PageProps) {
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
      onUndo={onUndo}
      onAskWhy={onAskWhy}
      {...rest}
    />
  )
}

const row = (id: string) => document.querySelector<HTMLElement>(`.zg-row[data-task-id="${id}"]`)
const bar = (id: string) => document.querySelector<HTMLElement>(`[data-bar="${id}"]`)
const cell = (id: string, column: string) =>
  row(id)?.querySelector<HTMLElement>(`[data-column="${column}"]`) as HTMLElement

describe('the grid', () => {
  it('is a treegrid whose rows say everything they show', () => {
    render(<Page plan={smallPlan()} />)

    const grid = screen.getByRole('treegrid', { name: 'Tasks' })
    const rows = within(grid).getAllByRole('row')

    expect(grid).toHaveAttribute('aria-rowcount', '5')
    expect(rows).toHaveLength(5)
    expect(row('all')).toHaveAttribute('aria-expanded', 'true')
    expect(row('a')).toHaveAttribute('aria-level', '2')
    expect(row('b')).toHaveAccessibleName(
      '3 b, task, duration 3 d, 2026-03-04 to 2026-03-06, critical, after 2',
    )
  })

  it('draws only the rows in sight of ten thousand', () => {
    const tasks = Array.from({ length: 10_000 }, (_, index) => ({
      id: `t${index}`,
      start: '2026-03-02T08:00',
      finish: '2026-03-03T17:00',
    }))

    render(<Page plan={samplePlan(tasks)} />)

    expect(screen.getByRole('treegrid')).toHaveAttribute('aria-rowcount', '10001')
    expect(document.querySelectorAll('.zg-row').length).toBeLessThan(40)
    expect(document.querySelectorAll('[data-bar]').length).toBeLessThan(40)
  })

  it('moves the focus from row to row and selects on the way', async () => {
    const user = userEvent.setup()
    render(<Page plan={smallPlan()} />)
    await user.click(cell('all', 'wbs_code'))

    await user.keyboard('{Escape}{ArrowDown}{Shift>}{ArrowDown}{/Shift}')

    expect(row('b')).toHaveFocus()
    expect(row('all')).toHaveAttribute('aria-selected', 'false')
    expect(row('a')).toHaveAttribute('aria-selected', 'true')
    expect(row('b')).toHaveAttribute('aria-selected', 'true')
  })

  it('closes and opens a summary with the arrow keys', async () => {
    const user = userEvent.setup()
    render(<Page plan={smallPlan()} />)
    await user.click(cell('all', 'wbs_code'))

    await user.keyboard('{Escape}{ArrowLeft}')
    const closed = [row('a'), row('all')?.getAttribute('aria-expanded')]
    await user.keyboard('{ArrowRight}')

    expect(closed).toEqual([null, 'false'])
    expect(row('a')).not.toBeNull()
  })
})

describe('editing in the grid', () => {
  it('commits a cell with Enter and goes on with Tab', async () => {
    const user = userEvent.setup()
    render(<Page plan={smallPlan()} />)
    await user.click(cell('a', 'duration'))

    await user.keyboard('{F2}3d{Enter}')
    const afterEnter = document.activeElement === cell('a', 'duration')
    await user.keyboard('{F2}4d{Tab}')

    expect(onEdit.mock.calls.map(([operations]) => operations)).toEqual([
      [{ op: 'update_task', id: 'a', fields: { duration_minutes: 1440 } }],
      [{ op: 'update_task', id: 'a', fields: { duration_minutes: 1920 } }],
    ])
    expect(afterEnter).toBe(true)
    expect(screen.getByRole('textbox', { name: 'Start: a' })).toHaveFocus()
  })

  it('takes a cell back with Escape and says what it cannot read', async () => {
    const user = userEvent.setup()
    render(<Page plan={smallPlan()} />)
    await user.click(cell('a', 'start'))

    await user.keyboard('{F2}whenever{Enter}')
    const alert = screen.getByRole('alert').textContent
    await user.keyboard('{Escape}')

    expect(alert).toBe(english.errors.date_unreadable)
    expect(screen.queryByRole('textbox')).toBeNull()
    expect(onEdit).not.toHaveBeenCalled()
  })

  it('names a task it has just been given', async () => {
    const user = userEvent.setup()
    const before = smallPlan()
    const { rerender } = render(<Page plan={before} />)
    await user.click(cell('a', 'wbs_code'))
    await user.keyboard('{Insert}')

    rerender(
      <Page
        plan={samplePlan([
          ...before.tasks.map(({ id, parent_id }) => ({ id, parent_id })),
          { id: 'new' },
        ])}
      />,
    )

    expect(onEdit).toHaveBeenCalledWith([
      { op: 'add_task', name: 'New task', parent_id: 'all', after_id: 'a' },
    ])
    expect(screen.getByRole('textbox', { name: 'Task: new' })).toHaveFocus()
  })

  it('opens the summaries above a task it is told to show', () => {
    const handle = createRef<GanttHandle>()
    render(<Page plan={smallPlan()} ref={handle} />)
    act(() => handle.current?.focusTask('all'))
    fireEvent.keyDown(row('all') as Element, { key: 'ArrowLeft' })
    const before = row('b')

    act(() => handle.current?.scrollToTask('b'))

    expect(before).toBeNull()
    expect(row('b')).not.toBeNull()
  })

  it('asks for undo, and changes nothing where it is read only', async () => {
    const user = userEvent.setup()
    const { rerender } = render(<Page plan={smallPlan()} />)
    await user.click(cell('a', 'wbs_code'))
    await user.keyboard('{Control>}z{/Control}')
    expect(onUndo).toHaveBeenCalledTimes(1)

    rerender(<Page plan={smallPlan()} readOnly />)
    await user.keyboard('{Delete}{Control>}z{/Control}{F2}')

    expect(onEdit).not.toHaveBeenCalled()
    expect(onUndo).toHaveBeenCalledTimes(1)
    expect(screen.queryByRole('textbox')).toBeNull()
  })
})

describe('the timeline', () => {
  const drag = (target: Element | null, dx: number, end: 'drop' | 'escape' = 'drop') => {
    if (!target) throw new Error('nothing to drag')
    fireEvent.pointerDown(target, { clientX: 100, clientY: 100, button: 0, pointerId: 1 })
    fireEvent.pointerMove(window, { clientX: 100 + dx, clientY: 100, pointerId: 1 })
    if (end === 'escape') fireEvent.keyDown(window, { key: 'Escape' })
    fireEvent.pointerUp(window, { clientX: 100 + dx, clientY: 100, pointerId: 1 })
  }

  it('sends the new start of a bar that was moved', () => {
    render(<Page plan={smallPlan()} />)

    drag(bar('b'), 36)

    expect(onEdit).toHaveBeenCalledWith([
      { op: 'update_task', id: 'b', fields: { start: '2026-03-05T08:00' } },
    ])
  })

  it('sends the new finish of a bar that was stretched', () => {
    render(<Page plan={smallPlan()} />)
    fireEvent.pointerMove(bar('a') as Element)

    drag(bar('a')?.querySelector('[data-grip="finish"]') ?? null, 36)

    expect(onEdit).toHaveBeenCalledWith([
      { op: 'update_task', id: 'a', fields: { finish: '2026-03-04T17:00' } },
    ])
  })

  it('forgets a drag on Escape, and a tremble altogether', () => {
    render(<Page plan={smallPlan()} />)

    drag(bar('b'), 72, 'escape')
    drag(bar('b'), 3)

    expect(onEdit).not.toHaveBeenCalled()
  })

  it('keeps the ghost until the server has answered', async () => {
    let settle = () => {}
    onEdit.mockReturnValueOnce(new Promise<void>((done) => (settle = done)))
    render(<Page plan={smallPlan()} />)

    drag(bar('b'), 36)
    const waiting = document.querySelectorAll('.is-ghost').length
    settle()

    await vi.waitFor(() => expect(document.querySelectorAll('.is-ghost')).toHaveLength(0))
    expect(waiting).toBe(1)
  })

  it('offers why, and deletes, in its menu', async () => {
    const user = userEvent.setup()
    render(<Page plan={smallPlan()} />)
    await user.click(cell('b', 'wbs_code'))
    await user.keyboard('{Shift>}{F10}{/Shift}')

    await user.click(screen.getByRole('menuitem', { name: /^Why is this here/ }))

    expect(onAskWhy).toHaveBeenCalledWith('b')
    expect(screen.queryByRole('menu')).toBeNull()
    expect(row('b')).toHaveFocus()
  })

  it('brings out what was searched for and keeps the way to what a filter finds', () => {
    render(
      <Page plan={smallPlan()} search="gat" filter={({ id }) => id === 'a' || id === 'gate'} />,
    )

    expect(document.querySelector('mark')?.textContent).toBe('gat')
    expect(row('b')).toBeNull()
    expect(row('all')).toHaveClass('is-context')
  })
})

describe('other layouts', () => {
  it('is a table on request, with every task', () => {
    render(<Page plan={smallPlan()} asTable />)

    expect(screen.getByRole('table')).toHaveAccessibleName('Rows 1 to 4 of 4')
    expect(screen.getAllByRole('row')).toHaveLength(5)
    expect(screen.getByRole('cell', { name: 'task, critical' })).toBeInTheDocument()
  })

  it('is a list on a phone', async () => {
    width = 390
    const user = userEvent.setup()
    const onOpenTask = vi.fn()
    render(<Page plan={smallPlan()} onOpenTask={onOpenTask} />)

    await user.click(screen.getByRole('button', { name: /^3 b, task/ }))
    await user.click(screen.getByRole('button', { name: 'Collapse all' }))

    expect(onOpenTask).toHaveBeenCalledWith('b')
    expect(screen.queryByRole('button', { name: /^3 b, task/ })).toBeNull()
  })

  it('says what to do where there is nothing', async () => {
    const user = userEvent.setup()
    render(<Page plan={samplePlan([])} />)

    await user.click(screen.getByRole('button', { name: 'Add a task' }))

    expect(onEdit).toHaveBeenCalledWith([
      { op: 'add_task', name: 'New task', parent_id: null, after_id: null },
    ])
  })
})
