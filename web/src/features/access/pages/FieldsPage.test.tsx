import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { api, list, openPage, session } from '@/testing'
import { catalogue, draft, effects, masked, open, policy, roles } from './samplePolicy'

test('the matrix has the fields that can be closed, with their class and what each role gives', async () => {
  open(policy())

  const row = await screen.findByRole('row', { name: /E-mail/ })

  await waitFor(() => expect(within(row).getAllByRole('cell')).toHaveLength(3))
  expect(row).toHaveTextContent('1 rule for some rows')
  expect(row).toHaveTextContent('Guarded')
  expect(within(row).getAllByRole('cell')[1]).toHaveAttribute('data-effect', 'write')
  expect(within(row).getAllByRole('cell')[2]).toHaveAttribute('data-effect', 'masked')
  expect(screen.queryByRole('row', { name: /^Name/ })).toBeNull()
  expect(screen.queryByRole('region', { name: 'Draft' })).toBeNull()
  const legend = document.querySelector('.matrix-legend') as HTMLElement
  expect([...legend.querySelectorAll('dt')].map((mark) => mark.textContent)).toEqual([
    'In part',
    'Read and write',
    'Rules for some rows',
  ])
})

test('a draft tells whom it reaches before it counts, and is published on the version that was read', async () => {
  const sent: (string | null)[] = []
  open(
    policy({ draft }),
    effects,
    http.post(api('/policy/draft/publish'), ({ request }) => {
      sent.push(request.headers.get('If-Match'))
      return HttpResponse.json({ ...draft, state: 'published', number: 1 })
    }),
  )

  const bar = await screen.findByRole('region', { name: 'Draft' })
  expect(await within(bar).findByText(/120 rows show less to 7 people/)).toBeVisible()
  expect(within(bar).getByText(/Task, behind the plan: 48 rows .* 3 people/)).toBeVisible()
  await userEvent.click(within(bar).getByRole('button', { name: 'Publish' }))

  await waitFor(() => expect(sent).toEqual(['"3"']))
})

test('who wrote a draft is told that another publishes it', async () => {
  open(policy({ draft, is_own_draft: true }), effects)

  expect(await screen.findByRole('button', { name: 'Publish' })).toBeDisabled()
  expect(screen.getByText(/another person with the right to publish/)).toBeVisible()
})

test('who may not publish can write a draft and no more', async () => {
  open(policy({ draft, can_publish: false }), effects)

  expect(await screen.findByRole('button', { name: 'Publish' })).toBeDisabled()
  expect(screen.getByRole('button', { name: 'Discard the draft' })).toBeEnabled()
})

test('a rule is taken out of the draft, and the others stay', async () => {
  const own = { ...masked, relation: 'own', effect: 'write', mask: '' }
  const sent: unknown[] = []
  open(
    policy({ draft: { ...draft, cells: [masked, own] } }),
    effects,
    http.put(api('/policy/draft'), async ({ request }) => {
      sent.push(((await request.json()) as { cells: unknown[] }).cells)
      return HttpResponse.json(draft)
    }),
  )

  await userEvent.click(await screen.findByRole('button', { name: 'E-mail' }))
  const drawer = await screen.findByRole('dialog')
  const [first] = await within(drawer).findAllByRole('button', { name: /^Remove/ })
  if (!first) throw new Error('there is no rule to remove')
  await userEvent.click(first)

  await waitFor(() => expect(sent).toEqual([[own]]))
})

test('who does not write the policy is told so', async () => {
  openPage('/governance/fields', [
    http.get(api('/session'), () => HttpResponse.json(session({ permissions: [] }))),
  ])

  expect(await screen.findByText('You do not write the field policy')).toBeVisible()
})

test('classes can be called by grades of trade secrecy, and the page says what does not belong here', async () => {
  const commercial = { en: ['Public', 'Internal', 'Trade secret', 'Core trade secret'] }
  openPage('/governance/fields?tab=names', [
    http.get(api('/session'), () =>
      HttpResponse.json(session({ permissions: ['access.manage_policy'] })),
    ),
    http.get(api('/fields'), () =>
      HttpResponse.json({
        ...catalogue,
        schemes: {
          default: { ...catalogue.names, 'zh-CN': ['公开', '内部', '敏感', '高敏'] },
          commercial: { ...commercial, 'zh-CN': ['公开', '内部', '普通商密', '核心商密'] },
        },
      }),
    ),
    http.get(api('/policy'), () => HttpResponse.json(policy())),
  ])

  expect(await screen.findByText(/State secrets must not be stored here/)).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Grades of trade secrets' }))

  expect(screen.getByDisplayValue('普通商密')).toBeVisible()
  expect(screen.getByDisplayValue('Core trade secret')).toBeVisible()
})

const grant = (id: string, role: object) => ({
  id,
  role,
  role_code: 'r',
  path: [{ id: 's', label: 'Plant', kind: 'unit' }],
})
const reader = (id: string, name: string, more: object) => ({
  user: { id, name },
  effect: 'read',
  rank: 5,
  classification: 2,
  cell: { ...masked, is_built_in: false },
  grants: [grant('g1', roles[0] ?? {})],
  through: null,
  delegation_id: null,
  until: null,
  view_grants: [],
  ...more,
})

test('deputies and who may see as anybody are told among those who see a field', async () => {
  const boss = { id: 'u1', name: 'Boss' }
  const readers = [
    reader('u1', 'Boss', {}),
    reader('u2', 'Deputy', { through: boss, delegation_id: 'd1', until: '2026-12-31T00:00:00Z' }),
    reader('u3', 'Auditor', { through: boss, view_grants: [grant('g2', roles[1] ?? {})] }),
  ]
  const answer = { resource: 'person', field: 'email', scope: {}, readers }
  openPage('/governance/fields?tab=readers&resource=person&field=email&row=p1', [
    http.get(api('/session'), () =>
      HttpResponse.json(session({ permissions: ['access.manage_policy'] })),
    ),
    http.get(api('/fields'), () => HttpResponse.json(catalogue)),
    http.get(api('/roles'), () => HttpResponse.json(list(roles))),
    http.get(api('/policy'), () => HttpResponse.json(policy())),
    http.get(api('/access/readers'), () => HttpResponse.json(answer)),
  ])

  expect(await screen.findByText(/3 people can see it/)).toBeVisible()
  expect(screen.getByText(/in the place of Boss until 2026-12-3/)).toBeVisible()
  const auditor = screen.getByText('seeing as Boss, read only').closest('li')
  expect(auditor).toHaveTextContent('Member')
})

test('who can see a unit is asked by its name', async () => {
  const asked: URLSearchParams[] = []
  const field = { ...catalogue.resources[0]?.fields[0], name: 'head' }
  const unit = { name: 'unit', has_class: true, states: [], relations: [], fields: [field] }
  openPage('/governance/fields?tab=readers&resource=unit&field=head', [
    http.get(api('/session'), () =>
      HttpResponse.json(session({ permissions: ['access.manage_policy'] })),
    ),
    http.get(api('/fields'), () => HttpResponse.json({ ...catalogue, resources: [unit] })),
    http.get(api('/roles'), () => HttpResponse.json(list(roles))),
    http.get(api('/policy'), () => HttpResponse.json(policy())),
    http.get(api('/units'), ({ request }) => {
      const like = new URL(request.url).searchParams.get('filter')
      return HttpResponse.json(
        list(like === 'name:contains:Fin' ? [{ id: 'f', name: 'Finance' }] : []),
      )
    }),
    http.get(api('/access/readers'), ({ request }) => {
      asked.push(new URL(request.url).searchParams)
      return HttpResponse.json({ resource: 'unit', field: 'head', scope: {}, readers: [] })
    }),
  ])

  await userEvent.type(await screen.findByLabelText('Find by name'), 'Fin')
  await userEvent.click(await screen.findByTitle('Finance'))

  await waitFor(() => expect(asked).toHaveLength(1))
  expect(Object.fromEntries(asked[0] ?? [])).toEqual({
    resource: 'unit',
    field: 'head',
    row_id: 'f',
  })
})
