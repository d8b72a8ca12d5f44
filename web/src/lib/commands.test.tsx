import { render } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { type Command, offeredCommands, runWhenOffered, useCommands } from './commands'

function Offering({ commands }: { commands: Command[] }) {
  useCommands(commands)
  return null
}
const command = (id: string, run = vi.fn()) => ({ id, title: `ns:${id}`, run })

test('commands are offered while their component is shown, the latest first', () => {
  const { unmount } = render(<Offering commands={[command('page')]} />)
  const inner = render(<Offering commands={[command('panel')]} />)

  expect(offeredCommands().map(({ id }) => id)).toEqual(['panel', 'page'])
  inner.unmount()
  expect(offeredCommands().map(({ id }) => id)).toEqual(['page'])
  unmount()
  expect(offeredCommands()).toEqual([])
})

test('a command of another page runs once, when that page comes up', () => {
  const run = vi.fn()
  runWhenOffered('later')
  const { rerender } = render(<Offering commands={[command('other')]} />)
  expect(run).not.toHaveBeenCalled()

  rerender(<Offering commands={[command('later', run)]} />)
  rerender(<Offering commands={[command('later', run)]} />)

  expect(run).toHaveBeenCalledTimes(1)
})

test('the newest state is used', () => {
  const [first, second] = [vi.fn(), vi.fn()]
  const { rerender } = render(<Offering commands={[command('same', first)]} />)
  rerender(<Offering commands={[command('same', second)]} />)

  runWhenOffered('same')

  expect(first).not.toHaveBeenCalled()
  expect(second).toHaveBeenCalledTimes(1)
})
