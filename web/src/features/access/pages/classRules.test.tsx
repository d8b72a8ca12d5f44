import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { api, list } from '@/testing'
import { catalogue, draft, effects, masked, openAt, policy } from './samplePolicy'

/** A rule over each class from one on, as the pages write it. */
const closing = (subject: object, levels: number[]) =>
  levels.map((classification) => ({
    subject: 'everyone',
    name: '',
    resource: '',
    field: '',
    classification,
    state: '',
    at_least: levels[0],
    relation: '',
    effect: 'none',
    mask: '',
    k: 0,
    ...subject,
  }))

test('where no rule asks for a class, raising one locks nothing, and the page offers what would', async () => {
  const sent: { cells: object[] }[] = []
  openAt(
    '?tab=classes',
    policy(),
    http.get(api('/permissions'), () => HttpResponse.json({ names: ['projects.edit'] })),
    http.put(api('/policy/draft'), async ({ request }) => {
      sent.push((await request.json()) as { cells: object[] })
      return HttpResponse.json(draft)
    }),
  )

  expect(await screen.findByText('Raising a class locks nothing yet')).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'From a class on, let only some read' }))
  const dialog = within(await screen.findByRole('dialog'))
  await userEvent.click(dialog.getByRole('button', { name: 'Write into the draft' }))
  await dialog.findByText('Choose a role or a permission.')
  await userEvent.click(dialog.getByLabelText('Only these read'))
  await userEvent.click(await screen.findByTitle('PMO'))
  await userEvent.click(dialog.getByRole('button', { name: 'Write into the draft' }))

  await waitFor(() => expect(sent).toHaveLength(1))
  const kept = { resource: 'person', effect: 'write' }
  expect(sent[0]?.cells).toEqual([
    ...closing({}, [2, 3]),
    ...closing({ subject: 'role', name: 'r1', effect: 'write' }, [2, 3]),
    ...closing({ ...kept, relation: 'managed' }, [2, 3]),
    ...closing({ ...kept, relation: 'own' }, [2, 3]),
  ])
})

test('a rule over classes stands as one, and is taken out as one', async () => {
  const cells = [...closing({}, [2, 3]), masked]
  const sent: unknown[] = []
  openAt(
    '?tab=classes',
    policy({ draft: { ...draft, cells } }),
    effects,
    http.put(api('/policy/draft'), async ({ request }) => {
      sent.push(((await request.json()) as { cells: unknown[] }).cells)
      return HttpResponse.json(draft)
    }),
  )

  const table = await screen.findByRole('table', { name: 'Rules over classes' })
  const [row, ...others] = within(table).getAllByRole('row').slice(1)
  expect(others).toEqual([])
  expect(row).toHaveTextContent(
    /Everyone.*Every entity.*Every field.*records of class “Guarded” or higher.*Nothing/,
  )
  expect(screen.getByText(/From class “Guarded” on/)).toBeVisible()
  await userEvent.click(within(table).getByRole('button', { name: /^Remove: Every entity/ }))

  await waitFor(() => expect(sent).toEqual([[masked]]))
})

test('a class of which something stays open cannot be closed, and the dialog says what stays', async () => {
  openAt(
    '?tab=classes',
    policy(),
    http.put(api('/policy/draft'), () =>
      HttpResponse.json(
        {
          type: 'about:blank',
          title: 'Bad input',
          status: 400,
          code: 'access.policy_refused',
          errors: [{ field: 'cells.0.classification' }],
          open: ['person.name'],
        },
        { status: 400 },
      ),
    ),
  )

  await userEvent.click(await screen.findByRole('button', { name: 'Add a rule' }))
  const dialog = within(await screen.findByRole('dialog'))
  await userEvent.click(dialog.getByRole('button', { name: 'Write into the draft' }))

  expect(await dialog.findByText(/these fields stay open/)).toBeInTheDocument()
  expect(dialog.getByText(/Person · name/)).toBeInTheDocument()
})

test('a version tells its channels and names, and what it changed', async () => {
  const passage = { highest: 2, marked_from: null, proved_from: null }
  const channels = { mail: { ...passage, default: passage, is_settable: true } }
  const first = { ...draft, id: 'v1', number: 1, state: 'published', cells: [masked] }
  const second = {
    ...draft,
    cells: closing({}, [2, 3]),
    classes: { 'person.email': 3 },
    names: { en: ['Open', 'Inside', 'Guarded', 'Vault'] },
    channels: { mail: { ...passage, highest: 1 } },
  }
  openAt(
    '?tab=versions',
    policy(),
    http.get(api('/fields'), () =>
      HttpResponse.json({ ...catalogue, channels, schemes: { default: catalogue.names } }),
    ),
    http.get(api('/policy/versions'), () => HttpResponse.json(list([second, first]))),
    http.get(api('/policy/versions/v1'), () => HttpResponse.json(first)),
    http.get(api('/policy/versions/v2'), () => HttpResponse.json(second)),
  )

  const [expand] = await screen.findAllByRole('button', { name: /expand/i })
  if (!expand) throw new Error('there is no version to open')
  await userEvent.click(expand)

  const changed = (await screen.findByText('Changed against version 1')).closest('section')
  const lines = [...(changed?.querySelectorAll('li') ?? [])].map((line) => line.textContent)
  expect(lines).toEqual([
    expect.stringMatching(/^removed Person · E-mail: Everyone → In part/),
    expect.stringMatching(/^added Every entity · Every field: Everyone .*Guarded.* → Nothing/),
    'changed Person · E-mail: Guarded → Sealed',
    'changed Mail: Guarded → Inside',
    'changed English: Open · Inside · Guarded · Sealed → Open · Inside · Guarded · Vault',
  ])
  expect(screen.getByText('Mail: Inside')).toBeVisible()
  expect(screen.getByText('English: Open · Inside · Guarded · Vault')).toBeVisible()
})
