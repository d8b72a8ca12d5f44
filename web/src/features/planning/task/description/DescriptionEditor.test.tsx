import '@/testing'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { DescriptionEditor } from './DescriptionEditor'

test.each(['', '**kept** <b>as text</b>'])(
  '“%s” opens and is read by no parser of HTML',
  (source) => {
    const read = vi.spyOn(DOMParser.prototype, 'parseFromString')

    render(<DescriptionEditor source={source} onSave={vi.fn()} onCancel={vi.fn()} />)

    expect(screen.getByRole('textbox', { name: 'Description' })).toBeVisible()
    expect(read).not.toHaveBeenCalled()
  },
)

test('what was not changed is not saved', async () => {
  const [onSave, onCancel] = [vi.fn(), vi.fn()]
  render(<DescriptionEditor source="**kept**" onSave={onSave} onCancel={onCancel} />)

  await userEvent.click(screen.getByRole('button', { name: 'Save' }))

  expect(onSave).not.toHaveBeenCalled()
  expect(onCancel).toHaveBeenCalled()
})
