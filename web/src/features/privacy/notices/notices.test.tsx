import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { api, list, openPage, server, session } from '@/testing'
import type { ShownNotice } from './queries'

const notice = (change: Partial<ShownNotice> = {}): ShownNotice => ({
  id: 'v1',
  notice_id: 'n1',
  kind: 'information',
  purpose: '',
  basis: 'employment',
  number: 1,
  is_material: true,
  effective_on: '2026-04-01',
  texts: [
    { language: 'zh-CN', title: '隐私告知', text: '我们保存姓名。', digest: 'zh1' },
    { language: 'en', title: 'Privacy notice', text: 'We keep **names**.', digest: 'en1' },
  ],
  ...change,
})
const consent = (change: Partial<ShownNotice> = {}) =>
  notice({ kind: 'consent', basis: 'consent', purpose: 'overseas_transfer', ...change })

type Sent = Record<string, unknown>

/** The preferences of somebody who owes an answer to the notices, if there are any. */
function openOwing(owed: ShownNotice[][], sent: Sent[] = [], refusal?: object) {
  let asked = 0
  let refused = false
  return openPage('/preferences', [
    http.get(api('/session'), () => HttpResponse.json(session({ owes_notice: true }))),
    http.get(api('/notices/owed'), () => {
      const notices = owed[Math.min(asked, owed.length - 1)]
      asked += 1
      return HttpResponse.json({ notices })
    }),
    http.post(api('/notices/n1/answers'), async ({ request }) => {
      sent.push((await request.json()) as Sent)
      if (refusal && !refused) {
        refused = true
        return HttpResponse.json(refusal, {
          status: 409,
          headers: { 'Content-Type': 'application/problem+json' },
        })
      }
      return HttpResponse.json({ notices: [] })
    }),
  ])
}

test('what is sent is the very version and language that is shown', async () => {
  const sent: Sent[] = []
  openOwing([[notice()]], sent)
  const user = userEvent.setup()
  const dialog = await screen.findByRole('dialog')
  expect(within(dialog).getByText('names').tagName).toBe('STRONG')

  await user.click(within(dialog).getByRole('button', { name: '阅读中文' }))
  expect(await screen.findByRole('region', { name: '隐私告知' })).toHaveTextContent(
    '我们保存姓名。',
  )
  await user.click(screen.getByRole('button', { name: 'I have read this' }))

  await expect
    .poll(() => sent)
    .toEqual([
      { notice_version_id: 'v1', language: 'zh-CN', digest: 'zh1', answer: 'acknowledged' },
    ])
  await expect.poll(() => screen.queryByRole('dialog')).toBeNull()
})

test('agreeing and refusing are the same kind of button, and none is chosen before', async () => {
  const sent: Sent[] = []
  openOwing([[consent()]], sent)
  const user = userEvent.setup()
  const [agree, refuse] = [
    await screen.findByRole('button', { name: 'Agree' }),
    await screen.findByRole('button', { name: 'Do not agree' }),
  ]

  expect(agree.className).toBe(refuse.className)
  expect(screen.queryByRole('checkbox')).toBeNull()
  await user.click(refuse)

  await expect.poll(() => sent[0]?.answer).toBe('refused')
})

test('after one answer the work goes on, and what else is owed waits', async () => {
  openOwing([[notice(), consent({ id: 'v2', notice_id: 'n2' })]])
  const user = userEvent.setup()

  await user.click(await screen.findByRole('button', { name: /I have read this/ }))

  await expect.poll(() => screen.queryByRole('dialog')).toBeNull()
})

test('what was overtaken is shown anew and answered again', async () => {
  const sent: Sent[] = []
  const next = notice({
    id: 'v2',
    number: 2,
    texts: [{ language: 'en', title: 'Privacy notice', text: 'We keep more.', digest: 'en2' }],
  })
  const refusal = { code: 'access.notice_changed', status: 409, errors: [], number: 2 }
  openOwing([[notice()], [next]], sent, refusal)
  const user = userEvent.setup()

  await user.click(await screen.findByRole('button', { name: /I have read this/ }))
  await screen.findByText('We keep more.')
  await screen.findByText(/Another version is in force/)
  await user.click(await screen.findByRole('button', { name: /I have read this/ }))

  await expect.poll(() => sent.map(({ digest }) => digest)).toEqual(['en1', 'en2'])
})

test('a consent is taken back with one press, as it was given', async () => {
  const sent: Sent[] = []
  const given = {
    answer: 'agreed',
    language: 'zh-CN',
    text_digest: 'zh1',
    answered_at: '2026-04-02T08:00:00Z',
    notice_version_id: 'v1',
    number: 1,
    title: '出境',
    title_en: 'Transfer abroad',
  }
  const own = { notice_id: 'n1', in_force: consent({ id: 'v2', number: 2 }), is_owed: false }
  openPage('/preferences', [
    http.get(api('/session'), () => HttpResponse.json(session())),
    http.get(api('/notices/own'), () =>
      HttpResponse.json({ notices: [{ ...own, answers: [given] }] }),
    ),
    http.get(api('/notices/versions/v1'), () => HttpResponse.json(consent())),
    http.post(api('/notices/n1/answers'), async ({ request }) => {
      sent.push((await request.json()) as Sent)
      return HttpResponse.json({ notices: [] })
    }),
  ])
  const user = userEvent.setup()

  await user.click(await screen.findByRole('button', { name: /Read Transfer abroad again/ }))
  await screen.findByText('我们保存姓名。')
  await user.click(screen.getByRole('button', { name: /close/i }))
  await user.click(screen.getByRole('button', { name: 'Withdraw consent' }))

  await expect
    .poll(() => sent)
    .toEqual([{ notice_version_id: 'v1', language: 'zh-CN', digest: 'zh1', answer: 'withdrawn' }])
})

const words = { title: '告知', title_en: 'Notice', text: '一\n二', text_en: 'One' }
const published = {
  ...words,
  id: 'v1',
  number: 1,
  digest: 'd'.repeat(64),
  is_material: true,
  effective_on: '2026-04-01',
  published_at: '2026-04-01T08:00:00Z',
  published_by: 'Li Na',
}
const managed = {
  id: 'n1',
  kind: 'information',
  purpose: '',
  basis: 'employment',
  in_force: published,
  draft: { ...words, text: '一\n三', id: 'd1', version: 2 },
  answers: { acknowledged: 5, agreed: 0, refused: 0, withdrawn: 0, open: 2 },
}

function openGovernance(sent: Sent[], saved: object[] = []) {
  return openPage('/governance/privacy?tab=notices&notice=n1', [
    http.get(api('/session'), () =>
      HttpResponse.json(session({ permissions: ['access.erase', 'access.manage_notices'] })),
    ),
    http.get(api('/privacy/notices'), () =>
      HttpResponse.json({
        items: [managed],
        purposes: [{ code: 'presence', is_connected: true }],
        may_publish: true,
        may_read_answers: true,
      }),
    ),
    http.get(api('/privacy/notices/n1'), () =>
      HttpResponse.json({ ...managed, versions: [published], ...saved.shift() }),
    ),
    http.get(api('/privacy/notice-answers'), () =>
      HttpResponse.json(
        list([
          {
            id: 'a1',
            notice_id: 'n1',
            purpose: '',
            notice_number: 1,
            account: { id: 'u2', name: 'Wang Wu' },
            answer: 'acknowledged',
            language: 'en',
            answered_at: '2026-04-02T08:00:00Z',
          },
        ]),
      ),
    ),
    http.post(api('/privacy/notices/n1/draft/publish'), async ({ request }) => {
      sent.push({ at: request.headers.get('If-Match'), ...((await request.json()) as Sent) })
      return HttpResponse.json({ ...managed, draft: null, versions: [published] })
    }),
  ])
}

test('a draft shows what it changes and is published with its day and its weight', async () => {
  const sent: Sent[] = []
  openGovernance(sent)
  const user = userEvent.setup()

  expect(await screen.findByText('三')).toHaveProperty('tagName', 'INS')
  expect(screen.getByText('二')).toHaveProperty('tagName', 'DEL')
  expect(await screen.findByRole('cell', { name: 'Wang Wu' })).toBeVisible()
  expect(screen.getAllByText('2 not answered')[0]).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Publish' }))
  await screen.findByText('Publish version 2')
  const dialog = screen.getAllByRole('dialog').at(-1) as HTMLElement
  await user.click(within(dialog).getByRole('radio', { name: /Editorial/ }))
  await user.click(within(dialog).getByRole('button', { name: 'Publish' }))

  await expect
    .poll(() => sent)
    .toEqual([{ at: '"2"', effective_on: '2026-04-20', is_material: false }])
})

test('what is not whole in both languages or not saved is not published', async () => {
  openGovernance([])
  const user = userEvent.setup()

  await user.clear(await screen.findByRole('textbox', { name: 'Text in English' }))

  expect(screen.getByText('Both languages are needed to publish it.')).toBeVisible()
  expect(screen.getByRole('button', { name: 'Publish' })).toBeDisabled()
  expect(screen.getByRole('button', { name: 'Save draft' })).toBeEnabled()
})

test('what is typed stays when somebody else has saved the draft meanwhile', async () => {
  const theirs = { ...managed.draft, title_en: 'Notice of all', version: 3 }
  openGovernance([], [{}, { draft: theirs }])
  server.use(
    http.put(api('/privacy/notices/n1/draft'), () =>
      HttpResponse.json(
        { code: 'stale', status: 412, errors: [] },
        { status: 412, headers: { 'Content-Type': 'application/problem+json' } },
      ),
    ),
  )
  const user = userEvent.setup()

  await user.type(await screen.findByRole('textbox', { name: 'Text in English' }), ' more')
  await user.click(screen.getByRole('button', { name: 'Save draft' }))

  expect(await screen.findByDisplayValue('Notice of all')).toBeVisible()
  expect(screen.getByRole('textbox', { name: 'Text in English' })).toHaveValue('One more')
  expect(screen.getByRole('button', { name: 'Save draft' })).toBeEnabled()
})

test('a draft is discarded once that is confirmed', async () => {
  const sent: Sent[] = []
  openGovernance(sent)
  server.use(
    http.delete(api('/privacy/notices/n1/draft'), ({ request }) => {
      sent.push({ at: request.headers.get('If-Match') })
      return new HttpResponse(null, { status: 204 })
    }),
  )
  const user = userEvent.setup()

  await user.click(await screen.findByRole('button', { name: 'Discard' }))
  await screen.findByText('Everything written in the draft is lost.')
  expect(sent).toEqual([])
  await user.click(screen.getAllByRole('button', { name: 'Discard' }).at(-1) as HTMLElement)

  await expect.poll(() => sent).toEqual([{ at: '"2"' }])
})
