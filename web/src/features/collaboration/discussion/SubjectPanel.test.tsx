import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { App } from 'antd'
import { HttpResponse, http } from 'msw'
import { Suspense } from 'react'
import { expect, test } from 'vitest'
import { api, list, server, session } from '@/testing'
import type { Attachment, Comment } from './queries'
import { SubjectPanel } from './SubjectPanel'

const ID = '01890000-0000-7000-8000-00000000000a'
const GRACE = { id: '01890000-0000-7000-8000-00000000000b', name: 'Grace Hopper' }
const LI = { id: 'u1', name: 'Li Jing' }
const TALK = ['collaboration.comment', 'collaboration.attach']

const comment = (id: string, change: Partial<Comment> = {}): Comment => ({
  id,
  reply_to: null,
  author: GRACE,
  classification: 0,
  label: 0,
  text: 'Fine.',
  mentions: [],
  posted_at: '2026-04-20T08:00:00Z',
  edited_at: null,
  deleted_at: null,
  deleted_by: null,
  version: 1,
  ...change,
})
const file: Attachment = {
  id: 'f1',
  name: 'curve.png',
  media_type: 'image/png',
  is_picture: true,
  n_bytes: 2048,
  classification: 0,
  label: 0,
  uploaded_by: GRACE,
  uploaded_at: '2026-04-20T08:00:00Z',
  version: 1,
}

type World = { may?: string[]; comments?: Comment[]; files?: Attachment[] }

/** A panel over a server that remembers what it was sent. */
function openPanel({ may = TALK, comments = [], files = [] }: World = {}) {
  const sent: { method: string; path: string; body: unknown }[] = []
  const kept = [...comments]
  const base = api('/subjects/task/:id')
  const note = async (request: Request) => {
    const body = await request.text()
    const path = new URL(request.url).pathname.replace('/api/v1', '')
    sent.push({ method: request.method, path, body: body ? JSON.parse(body) : null })
  }
  const card = (is_watched: boolean) => ({
    kind: 'task',
    id: ID,
    key: 'PRJ-1-2',
    name: 'Pour',
    address: {},
    may,
    classification: 0,
    is_watched,
    n_comments: kept.length,
    n_files: files.length,
  })
  server.use(
    http.get(api('/session'), () => HttpResponse.json(session())),
    http.get(api('/fields'), () => HttpResponse.json({ names: {}, schemes: {}, resources: [] })),
    http.get(base, () => HttpResponse.json(card(false))),
    http.get(`${base}/comments`, () => HttpResponse.json(list(kept))),
    http.get(`${base}/files`, () => HttpResponse.json(list(files))),
    http.get(`${base}/people`, ({ request }) => {
      const text = new URL(request.url).searchParams.get('text') ?? ''
      return HttpResponse.json(list('grace hopper'.includes(text.toLowerCase()) ? [GRACE] : []))
    }),
    http.post(`${base}/comments`, async ({ request }) => {
      await note(request.clone() as Request)
      const { text, reply_to } = (await request.json()) as Comment
      const said = comment('new', { text, reply_to, author: LI, mentions: [GRACE] })
      kept.push(said)
      return HttpResponse.json(said, { status: 201 })
    }),
    http.put(`${base}/watch`, () => HttpResponse.json(card(true))),
    http.delete(api('/comments/:id'), async ({ request }) => {
      await note(request)
      kept.length = 0
      return HttpResponse.json(comment('new', { deleted_at: '2026-04-20T09:00:00Z', text: '' }))
    }),
    http.post(api('/comments/:id/restoration'), async ({ request }) => {
      await note(request)
      return HttpResponse.json(comment('new'), { status: 201 })
    }),
    http.put(api('/comments/:id/class'), async ({ request }) => {
      await note(request)
      return HttpResponse.json(comment('a', { classification: 2, label: 2 }))
    }),
    http.put(api('/files/:id/class'), async ({ request }) => {
      await note(request)
      return HttpResponse.json({ ...file, classification: 1, label: 1 })
    }),
    http.delete(api('/files/:id'), async ({ request }) => {
      await note(request)
      return HttpResponse.json(file)
    }),
  )
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  render(
    <QueryClientProvider client={queryClient}>
      <App>
        <Suspense fallback={null}>
          <SubjectPanel kind="task" id={ID} />
        </Suspense>
      </App>
    </QueryClientProvider>,
  )
  return sent
}

const editor = () => screen.findByRole('textbox', { name: 'Write a comment' })

test('what was said is read with its replies, and what was taken back is not', async () => {
  openPanel({
    comments: [
      comment('a', { text: '**First**' }),
      comment('c', { text: '', deleted_at: '2026-04-20T09:00:00Z', deleted_by: GRACE }),
      comment('b', { text: 'Second', reply_to: 'a', posted_at: '2026-04-20T09:00:00Z' }),
    ],
  })

  const first = await screen.findByText('First')
  expect(first.tagName).toBe('STRONG')
  expect(screen.getByText('Second').closest('.reply')).not.toBeNull()
  expect(screen.queryByText(/deleted this comment/)).toBeNull()
  expect(screen.getAllByRole('article')).toHaveLength(2)
})

test('a mention is chosen by keyboard and sent by id, and can be taken back', async () => {
  const user = userEvent.setup()
  const sent = openPanel()
  const area = await editor()

  await user.type(area, 'Ask @gra')
  await screen.findByRole('option', { name: 'Grace Hopper' })
  expect(area).toHaveAttribute('aria-activedescendant')
  await user.keyboard('{Enter}')
  expect(area).toHaveValue('Ask @Grace Hopper ')
  await user.type(area, 'please')
  await user.keyboard('{Control>}{Enter}{/Control}')

  await waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]).toEqual({
    method: 'POST',
    path: `/subjects/task/${ID}/comments`,
    body: {
      text: `Ask @[Grace Hopper](user:${GRACE.id}) please`,
      reply_to: null,
      classification: 0,
    },
  })
  await waitFor(() => expect(area).toHaveValue(''))
  expect(await screen.findByText('@Grace Hopper')).toHaveClass('markdown-mention')

  await user.click(await screen.findByRole('button', { name: 'Undo' }))

  await waitFor(() => expect(sent.at(-1)?.method).toBe('DELETE'))
})

test('a comment of another can be answered, not changed', async () => {
  const user = userEvent.setup()
  const sent = openPanel({ comments: [comment('a')] })
  const article = await screen.findByRole('article', { name: 'Comment by Grace Hopper' })

  expect(within(article).queryByRole('button', { name: 'Edit' })).toBeNull()
  expect(within(article).queryByRole('button', { name: 'Delete' })).toBeNull()
  await user.click(within(article).getByRole('button', { name: 'Reply' }))
  await user.type(screen.getByRole('textbox', { name: 'Reply to Grace Hopper' }), 'Yes')
  await user.keyboard('{Control>}{Enter}{/Control}')

  await waitFor(() =>
    expect(sent.at(0)?.body).toEqual({ text: 'Yes', reply_to: 'a', classification: 0 }),
  )
})

test('a moderator deletes what others said', async () => {
  const user = userEvent.setup()
  const sent = openPanel({
    may: [...TALK, 'collaboration.moderate'],
    comments: [comment('a', { version: 3 })],
    files: [file],
  })

  await user.click(await screen.findByRole('button', { name: 'Delete' }))
  await user.click(screen.getByRole('button', { name: 'Delete curve.png' }))

  await waitFor(() => expect(sent.map(({ path }) => path)).toEqual(['/comments/a', '/files/f1']))
})

test('who may only read finds no way to write', async () => {
  openPanel({ may: [], comments: [comment('a')], files: [file] })

  await screen.findByRole('article')

  expect(screen.queryByRole('textbox')).toBeNull()
  expect(screen.queryByRole('button', { name: /Reply|Delete|Add a file/ })).toBeNull()
  const link = screen.getByRole('link', { name: 'curve.png' })
  expect(link).toHaveAttribute('href', '/api/v1/files/f1/content')
  expect(link).toHaveAttribute('download')
})

test('a picture is shown large on demand, from our own address', async () => {
  const user = userEvent.setup()
  openPanel({ files: [file] })

  await user.click(await screen.findByRole('button', { name: 'Show curve.png large' }))

  const dialog = await screen.findByRole('dialog', { name: 'curve.png' })
  const picture = within(dialog).getByRole('img', { name: 'curve.png' })
  expect(picture).toHaveAttribute('src', '/api/v1/files/f1/content')
})

test('the author raises the class of a comment and of a file', async () => {
  const user = userEvent.setup()
  const mine = { author: LI, label: 1 }
  const sent = openPanel({
    comments: [comment('a', mine)],
    files: [{ ...file, uploaded_by: LI }],
  })

  for (const [what, level] of [
    ['Class of the comment by Li Jing', 'Sensitive'],
    ['Class of curve.png', 'Internal'],
  ] as const) {
    await user.click(await screen.findByRole('button', { name: what }))
    await user.click(await screen.findByTitle(level))
  }

  await waitFor(() => expect(sent).toHaveLength(2))
  expect(sent.map(({ path, body }) => [path, body])).toEqual([
    ['/comments/a/class', { classification: 2 }],
    ['/files/f1/class', { classification: 1 }],
  ])
  expect(within(screen.getByRole('article')).getByText('Internal')).toBeVisible()
})

test('what is closed is a lock with its class, and gives no file', async () => {
  openPanel({
    comments: [
      comment('a', {
        author: null,
        text: null,
        _locked: ['author', 'text'],
        _classes: { author: 2, text: 2 },
      }),
      comment('g', { author: null, text: '', deleted_at: '2026-04-20T09:00:00Z' }),
      comment('r', { reply_to: 'g' }),
    ],
    files: [
      {
        ...file,
        name: null,
        n_bytes: null,
        _locked: ['name', 'n_bytes'],
        _classes: { name: 3, n_bytes: 3 },
      },
    ],
  })

  const said = await screen.findByRole('article', { name: 'Comment by Somebody' })
  expect(within(said).getAllByText('Sensitive')).toHaveLength(2)
  expect(screen.getAllByText('Highly sensitive')).toHaveLength(2)
  expect(screen.getByText('Deleted by Somebody')).toBeVisible()
  expect(screen.queryByRole('link')).toBeNull()
  expect(screen.queryByRole('img', { name: /curve/ })).toBeNull()
})

test('following is turned by one press', async () => {
  const user = userEvent.setup()
  openPanel()

  await user.click(await screen.findByRole('button', { name: 'Follow' }))

  expect(await screen.findByRole('button', { name: 'Following' })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
})

test('the marks of the bar surround what is selected, and the preview shows them', async () => {
  const user = userEvent.setup()
  openPanel()
  const area = (await editor()) as HTMLTextAreaElement
  await user.type(area, 'now')
  area.setSelectionRange(0, 3)

  await user.click(screen.getByRole('button', { name: 'Bold' }))
  expect(area).toHaveValue('**now**')
  await user.click(screen.getByRole('button', { name: 'Preview' }))

  expect(screen.getByText('now').tagName).toBe('STRONG')
})
