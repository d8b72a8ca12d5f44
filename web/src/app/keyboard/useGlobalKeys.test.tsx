import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { beforeEach, expect, test } from 'vitest'
import { prefer } from '@/lib/preferences'
import { api, list, openPage, session } from '@/testing'

const open = () =>
  openPage('/governance/people', [
    http.get(api('/session'), () => HttpResponse.json(session())),
    http.get(api('/people'), () => HttpResponse.json(list([]))),
    http.get(api('/projects'), () => HttpResponse.json({ ...list([]), groups: [] })),
  ])

const heading = () => screen.findByRole('heading', { name: 'People', level: 1 })

beforeEach(() => {
  localStorage.clear()
  prefer({ has_single_keys: true })
})

test('g and a letter lead to a room', async () => {
  const { router } = open()
  await heading()

  await userEvent.keyboard('gp')

  await waitFor(() => expect(router.state.location.pathname).toBe('/projects'))
})

test('? shows the keys, F1 help', async () => {
  open()
  await heading()

  await userEvent.keyboard('?')
  expect(await screen.findByText('G P')).toBeInTheDocument()
  await userEvent.keyboard('{Escape}')
  await userEvent.keyboard('{F1}')

  expect(await screen.findByRole('complementary', { name: 'Help: People' })).toBeVisible()
  await userEvent.keyboard('{F1}')
  await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull())
})

test('what is typed into a field is no command', async () => {
  const { router } = open()
  await heading()
  const [field] = screen.getAllByRole('textbox')
  if (!field) throw new Error('the page has no field')

  await userEvent.type(field, 'gp?')

  expect(router.state.location.pathname).toBe('/governance/people')
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('keys of an input method are no commands', async () => {
  const { router } = open()
  await heading()

  for (const key of ['g', 'p', '?'])
    document.body.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, isComposing: true }),
    )

  expect(router.state.location.pathname).toBe('/governance/people')
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('single keys can be switched off, those with Ctrl stay', async () => {
  const { router } = open()
  await heading()
  prefer({ has_single_keys: false })

  await userEvent.keyboard('gp?')
  expect(router.state.location.pathname).toBe('/governance/people')
  expect(screen.queryByRole('dialog')).toBeNull()

  await userEvent.keyboard('{Control>}k{/Control}')
  expect(await screen.findByRole('combobox', { name: 'Search and commands' })).toBeInTheDocument()
})
