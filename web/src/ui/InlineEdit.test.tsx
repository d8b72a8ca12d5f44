import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { InlineText } from './InlineEdit'

const shown = (may = true) => {
  const onSave = vi.fn()
  render(<InlineText label="Name" may={may} value="Alpha" onSave={onSave} />)
  return onSave
}

test('Enter keeps what was typed', async () => {
  const onSave = shown()
  await userEvent.click(screen.getByRole('button', { name: 'Name Alpha' }))
  await userEvent.type(screen.getByLabelText('Name'), ' B{Enter}')

  expect(onSave.mock.calls).toEqual([['Alpha B']])
})

test('Esc takes it back', async () => {
  const onSave = shown()
  await userEvent.click(screen.getByRole('button', { name: 'Name Alpha' }))
  await userEvent.type(screen.getByLabelText('Name'), ' B{Escape}')

  expect(onSave).not.toHaveBeenCalled()
  expect(screen.getByRole('button', { name: 'Name Alpha' })).toBeInTheDocument()
})

test('who may not change it only reads it', () => {
  shown(false)

  expect(screen.queryByRole('button')).toBeNull()
  expect(screen.getByText('Alpha')).toBeInTheDocument()
})

test('what was refused stays to be corrected, and is not sent again by leaving', async () => {
  const onSave = vi.fn(() => Promise.resolve(undefined))
  render(<InlineText label="Name" may value="Alpha" onSave={onSave} />)
  await userEvent.click(screen.getByRole('button', { name: 'Name Alpha' }))
  await userEvent.type(screen.getByLabelText('Name'), ' B{Enter}')
  await userEvent.tab()

  expect(screen.getByLabelText('Name')).toHaveValue('Alpha B')
  expect(onSave).toHaveBeenCalledOnce()
})
