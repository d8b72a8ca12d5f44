import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { api, list, openPage, session } from '@/testing'
import type { Notification } from './queries'

const news = (id: string, change: Partial<Notification> = {}): Notification => ({
  id,
  kind: 'mentioned',
  at: '2026-04-20T08:00:00Z',
  read_at: null,
  by: { id: 'u2', name: 'Grace' },
  subject: {
    kind: 'task',
    id: 't1',
    key: 'PRJ-2026-0001-7',
    name: 'Pour concrete',
    address: { project_id: 'p1', task_id: 't1' },
    is_kept: false,
  },
  subject_kind: 'task',
  subject_id: 't1',
  comment: 'c1',
  excerpt: 'Please look, @Li Jing',
  data: {},
  ...change,
})

const NEWS = [
  news('n1'),
  news('n2', {
    kind: 'dates_moved',
    by: null,
    excerpt: null,
    data: { start: '2026-05-04T08:00', finish: '2026-05-08T17:00' },
  }),
  news('n3', { kind: 'commented', subject: null, excerpt: null, read_at: '2026-04-20T09:00:00Z' }),
]

/** A server that counts what is unread, and notes what it was sent. */
function openNews(address: string, items = NEWS) {
  const sent: unknown[] = []
  const kept = items.map((item) => ({ ...item }))
  const preferences = {
    preferences: [{ kind: 'mentioned', is_in_app: true, mail: 'at_once' }],
    is_mail_on: true,
    address: 'li@example.com',
  }
  const page = openPage(address, [
    http.get(api('/session'), () => HttpResponse.json(session())),
    http.get(api('/notifications/unread'), () =>
      HttpResponse.json({ n_unread: kept.filter(({ read_at }) => read_at === null).length }),
    ),
    http.get(api('/notifications/preferences'), () => HttpResponse.json(preferences)),
    http.get(api('/notifications'), ({ request }) => {
      const isUnread = new URL(request.url).searchParams.has('filter')
      return HttpResponse.json(list(kept.filter(({ read_at }) => !isUnread || read_at === null)))
    }),
    http.patch(api('/notifications/preferences'), async ({ request }) => {
      const body = (await request.json()) as object
      sent.push(body)
      return HttpResponse.json({
        ...preferences,
        preferences: [{ ...preferences.preferences[0], ...body }],
      })
    }),
    http.patch(api('/notifications/:id'), async ({ request, params }) => {
      const body = (await request.json()) as { is_read: boolean }
      sent.push([params.id, body])
      for (const one of kept.filter(({ id }) => id === params.id))
        one.read_at = body.is_read ? '2026-04-20T09:00:00Z' : null
      return HttpResponse.json(kept[0])
    }),
    http.post(api('/notifications/read'), () => {
      sent.push('all')
      for (const one of kept) one.read_at = '2026-04-20T09:00:00Z'
      return HttpResponse.json({ n_unread: 0 })
    }),
  ])
  return { ...page, sent }
}

/** The page, once its list is there and its skeleton is not. */
async function shown() {
  await screen.findByRole('heading', { level: 1, name: 'Notifications' })
  return within(screen.getByRole('main'))
}

test('each notification says what happened and leads there', async () => {
  openNews('/notifications')

  const [first, second, third] = (await shown()).getAllByRole('listitem')

  expect(first).toHaveTextContent('Grace mentioned you')
  expect(first).toHaveTextContent('Please look, @Li Jing')
  const link = within(first as HTMLElement).getByRole('link')
  expect(link).toHaveAttribute('href', '/tasks/PRJ-2026-0001-7')
  expect(second).toHaveTextContent('The system moved the dates: 2026-05-04 to 2026-05-08')
  expect(third).toHaveTextContent('What Grace told you about has since been removed')
  expect(within(third as HTMLElement).queryByRole('link')).toBeNull()
  expect(screen.getByRole('button', { name: 'Notifications, 2 unread' })).toBeInTheDocument()
})

test('a change of how one signs in says from where and what to do, and leads there', async () => {
  const subject = {
    kind: 'account',
    id: 'u1',
    key: 'li.jing',
    name: 'Li Jing',
    address: {},
    is_kept: false,
  }
  const own = { when: '2026-04-20T08:00:00+00:00', device: 'Firefox · Windows', ip: '203.0.113.7' }
  const base = { kind: 'sign_in_changed', subject, subject_kind: 'account', excerpt: null }
  openNews('/notifications', [
    news('n1', { ...base, data: { what: 'passkey_added', name: 'Laptop', ...own } }),
    news('n2', { ...base, data: { what: 'password_reset', when: own.when } }),
  ])

  const [first, second] = (await shown()).getAllByRole('listitem')

  expect(first).toHaveTextContent('The passkey “Laptop” was added to your account')
  expect(first).toHaveTextContent('From: Firefox · Windows, 203.0.113.7')
  expect(first).toHaveTextContent(
    'If that was not you: remove it under “Sign-in and security”, end your other sessions and change your password.',
  )
  expect(within(first as HTMLElement).getByRole('link')).toHaveAttribute('href', '/security')
  expect(first).not.toHaveTextContent('li.jing')
  expect(second).toHaveTextContent('By: Grace')
  expect(second).toHaveTextContent('If you did not ask for that: tell an administrator at once.')
})

test('a question says why it is told, and an answer what was decided', async () => {
  const subject = {
    kind: 'question',
    id: 'q1',
    key: '',
    name: 'Stop it?',
    address: {},
    is_kept: false,
  }
  const base = { subject, subject_kind: 'question', subject_id: 'q1', excerpt: null }
  const facts = {
    why: 'vote',
    body: '指导委员会',
    body_en: 'Steering committee',
    scope: 'R&D',
    authority: '停止权',
    authority_en: 'Stop',
    state: 'rejected',
    n_for: 1,
    n_against: 2,
    n_abstained: 0,
  }
  openNews('/notifications', [
    news('n1', { ...base, kind: 'question_put', data: facts }),
    news('n2', { ...base, kind: 'question_put', data: { ...facts, why: 'authority' } }),
    news('n3', { ...base, kind: 'question_decided', data: facts }),
  ])

  const [first, second, third] = (await shown()).getAllByRole('listitem')

  expect(first).toHaveTextContent('Grace put a question to Steering committee')
  expect(first).toHaveTextContent('Stop it?')
  expect(first).toHaveTextContent('You are asked to vote. Authority: Stop; scope: R&D.')
  expect(second).toHaveTextContent('You are told because you hold the authority “Stop” there (R&D)')
  expect(third).toHaveTextContent(
    'Your question to Steering committee was rejected: 1 for, 2 against, 0 abstained',
  )
  expect(within(first as HTMLElement).getByRole('link')).toHaveAttribute(
    'href',
    '/governance/authorities?tab=decisions&question=q1',
  )
})

test('marking one changes the bell, and everything can be marked at once', async () => {
  const user = userEvent.setup()
  const { sent } = openNews('/notifications')
  const main = await shown()

  await user.click((await main.findAllByRole('button', { name: 'Mark as read' }))[0] as HTMLElement)
  expect(await screen.findByRole('button', { name: 'Notifications, 1 unread' })).toBeInTheDocument()
  await user.click(main.getByRole('button', { name: 'Mark all as read' }))

  expect(await screen.findByRole('button', { name: 'Notifications' })).toBeInTheDocument()
  expect(sent).toEqual([['n1', { is_read: true }], 'all'])
})

test('only what is unread is in the address', async () => {
  const user = userEvent.setup()
  const { router } = openNews('/notifications')
  const main = await shown()
  expect(await main.findAllByRole('listitem')).toHaveLength(3)

  await user.click(main.getByText('Unread'))

  await waitFor(() => expect(main.getAllByRole('listitem')).toHaveLength(2))
  expect(router.state.location.search).toEqual({ unread: true })
})

test('the bell opens on what is newest, and Escape gives the focus back', async () => {
  const user = userEvent.setup()
  openNews('/notifications/preferences')
  const bell = await screen.findByRole('button', { name: 'Notifications, 2 unread' })

  await user.click(bell)
  const panel = await screen.findByRole('region', { name: 'Notifications' })
  expect(await within(panel).findAllByRole('listitem')).toHaveLength(3)
  await user.keyboard('{Escape}')

  expect(bell).toHaveFocus()
  expect(bell).toHaveAttribute('aria-expanded', 'false')
})

test('a preference is changed where it is read, and back', async () => {
  const user = userEvent.setup()
  const { sent } = openNews('/notifications/preferences')

  await user.click(await screen.findByRole('switch', { name: 'Mentions · In app' }))
  await user.click(await screen.findByRole('button', { name: 'Undo' }))

  await waitFor(() => expect(sent).toHaveLength(2))
  expect(sent).toEqual([
    { kind: 'mentioned', is_in_app: false },
    { kind: 'mentioned', is_in_app: true, mail: 'at_once' },
  ])
  expect(screen.getByText(/E-mail goes to li@example.com/)).toBeInTheDocument()
})
