import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { App } from 'antd'
import { expect, test, vi } from 'vitest'
import type { Conflict } from '@/lib/outbox/entry'
import '@/testing'
import { ConflictDialog } from './ConflictDialog'

const conflict = (change: Partial<Conflict> = {}): Conflict => ({
  key: '0 name',
  name: 'Foundations',
  field: 'name',
  kind: 'both_changed',
  base: 'Foundations',
  theirs: 'Deep foundations',
  mine: 'Wide foundations',
  by: 'Wang Fang',
  at: '2026-04-01T08:00:00Z',
  ...change,
})

function open(...conflicts: Conflict[]) {
  const onDecide = vi.fn()
  const onLater = vi.fn()
  render(
    <App>
      <ConflictDialog where="Plan" conflicts={conflicts} onDecide={onDecide} onLater={onLater} />
    </App>,
  )
  return { onDecide, onLater }
}

const cells = (name: string) =>
  within(screen.getByRole('row', { name: new RegExp(`^${name}`) }))
    .getAllByRole('cell')
    .map(({ textContent }) => textContent)

test('the value before, theirs and mine stand side by side, with who and when', () => {
  open(conflict())

  expect(cells('Name')).toEqual(['Foundations', 'Deep foundations', 'Wide foundations'])
  expect(screen.getByText(/Changed by Wang Fang/)).toBeInTheDocument()
})

test('theirs stays unless something else is chosen', async () => {
  const { onDecide } = open(conflict())

  await userEvent.click(screen.getByRole('button', { name: 'Keep this choice' }))

  expect(onDecide).toHaveBeenCalledWith(new Map())
})

test('each field is decided by itself, or all of them at once', async () => {
  const other = conflict({
    key: '1 duration_minutes',
    name: 'Walls',
    field: 'duration_minutes',
    base: 480,
    theirs: 960,
    mine: 1440,
  })
  const { onDecide } = open(conflict(), other)

  expect(cells('Duration')).toEqual(['8 h', '16 h', '24 h'])
  await userEvent.click(screen.getByRole('button', { name: 'Use all of mine' }))
  const walls = screen.getByRole('radiogroup', { name: 'What to keep: Walls' })
  await userEvent.click(within(walls).getByRole('radio', { name: 'Keep theirs' }))
  await userEvent.click(screen.getByRole('button', { name: 'Keep this choice' }))

  expect(onDecide).toHaveBeenCalledWith(
    new Map([
      ['0 name', 'mine'],
      ['1 duration_minutes', 'theirs'],
    ]),
  )
})

test('what the viewer may not read is not shown', () => {
  open(conflict({ isLocked: true, base: null, theirs: null, mine: null }))

  expect(cells('Name')).toEqual(['hidden from you', 'hidden from you', 'hidden from you'])
})

test('what somebody removed can only be left', () => {
  open(conflict({ kind: 'they_removed', field: '' }))

  expect(screen.getByText(/Wang Fang has removed this/)).toBeInTheDocument()
  expect(screen.queryByRole('radio')).toBeNull()
})
