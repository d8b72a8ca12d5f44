import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { beforeEach, expect, test } from 'vitest'
import { api, list, openPage, session } from '@/testing'

const nothing = { projects: [], people: [], tasks: [] }
const found = {
  projects: [
    {
      id: 'p1',
      key: 'PRJ-2026-0012',
      name: 'Supply chain',
      state: 'active',
      health: 'red',
      marks: [[0, 6]],
    },
  ],
  people: [
    {
      id: 'x1',
      name: 'Su Ping',
      unit: { id: 'u', name: 'Factory' },
      position: 'Buyer',
      marks: [[0, 2]],
    },
  ],
  tasks: [
    {
      id: 't1',
      key: 'PRJ-2026-0012-3',
      number: 3,
      name: 'Supplier audit',
      project: { id: 'p1', name: 'Supply chain' },
      marks: [],
    },
  ],
}

const open = () =>
  openPage('/governance/people', [
    http.get(api('/session'), () => HttpResponse.json(session())),
    http.get(api('/people'), () => HttpResponse.json(list([]))),
    http.get(api('/find'), ({ request }) =>
      HttpResponse.json(new URL(request.url).searchParams.get('text') === 'su' ? found : nothing),
    ),
  ])

async function openPalette() {
  await screen.findByRole('heading', { name: 'People', level: 1 })
  await userEvent.keyboard('{Control>}k{/Control}')
  return screen.findByRole('combobox', { name: 'Search and commands' })
}

beforeEach(() => localStorage.clear())

test('what the browser knows is there at once, what the server finds comes below', async () => {
  open()
  const field = await openPalette()

  await userEvent.type(field, 'su')

  const project = await screen.findByRole('option', { name: /Supply chain PRJ-2026-0012$/ })
  expect(within(project).getByText('Supply').tagName).toBe('MARK')
  expect(screen.getByRole('option', { name: /Su Ping Buyer · Factory/ })).toBeInTheDocument()
  expect(screen.getByRole('option', { name: /Supplier audit/ })).toBeInTheDocument()
})

test('the keyboard alone goes to a page, in either language and by pinyin', async () => {
  for (const typed of ['cale', '日历', 'gzrl']) {
    const { router, unmount } = open()
    const field = await openPalette()
    await userEvent.type(field, typed)
    await waitFor(() => expect(screen.getAllByRole('option')[0]).toHaveTextContent('Calendars'))

    await userEvent.keyboard('{Enter}')

    await waitFor(() => expect(router.state.location.pathname).toBe('/governance/calendars'))
    unmount()
  }
})

test('the active line is named to screen readers, and arrows go round', async () => {
  open()
  const field = await openPalette()
  const options = screen.getAllByRole('option')

  expect(field).toHaveAttribute('aria-activedescendant', options[0]?.id)
  await userEvent.keyboard('{ArrowUp}')

  expect(field).toHaveAttribute('aria-activedescendant', options.at(-1)?.id)
  expect(options.at(-1)).toHaveAttribute('aria-selected', 'true')
})

test('keys that compose Chinese do not choose a line', async () => {
  const { router } = open()
  const field = await openPalette()

  field.dispatchEvent(
    new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, isComposing: true }),
  )

  expect(field).toBeInTheDocument()
  expect(router.state.location.pathname).toBe('/governance/people')
})

test('a command of another page opens that page and runs there', async () => {
  const { router } = open()
  const field = await openPalette()
  await userEvent.type(field, 'new project')

  await userEvent.keyboard('{Enter}')

  await waitFor(() => expect(router.state.location.pathname).toBe('/projects'))
})
