import { HttpResponse, http, type RequestHandler } from 'msw'
import { api, list, openPage, session } from '@/testing'

export const catalogue = {
  names: { en: ['Open', 'Inside', 'Guarded', 'Sealed'] },
  schemes: {},
  channels: {},
  resources: [
    {
      name: 'person',
      has_class: true,
      states: [],
      relations: ['managed', 'own'],
      fields: [
        {
          name: 'email',
          classification: 2,
          declared: 2,
          floor: 2,
          is_closable: true,
          needs: 'organisation.view_personal',
          masks: ['domain', 'first'],
          can_sum: false,
        },
        {
          name: 'name',
          classification: 1,
          declared: 1,
          floor: 1,
          is_closable: false,
          needs: '',
          masks: [],
          can_sum: false,
        },
      ],
    },
  ],
}
export const roles = [
  { id: 'r1', code: 'pmo', name: 'Office', name_en: 'PMO', is_ready: true },
  { id: 'r2', code: 'member', name: 'Members', name_en: 'Member', is_ready: true },
]
export const masked = {
  subject: 'everyone',
  name: '',
  resource: 'person',
  field: 'email',
  classification: null,
  state: '',
  at_least: null,
  relation: '',
  effect: 'masked',
  mask: 'domain',
  k: 0,
}
export const draft = {
  id: 'v2',
  number: null,
  state: 'draft',
  note: 'Less mail',
  version: 3,
  created_at: '2026-04-20T08:00:00Z',
  drafted_by: { id: 'u1', name: 'Li Jing' },
  published_by: null,
  published_at: null,
  cells: [masked],
  classes: {},
  names: {},
}
export const policy = (change: object = {}) => ({
  in_force: null,
  draft: null,
  matrix: [
    { resource: 'person', field: 'email', n_conditional: 1, roles: { r1: 'write', r2: 'masked' } },
  ],
  can_publish: true,
  ...change,
})

export const open = (state: object, ...handlers: RequestHandler[]) => openAt('', state, ...handlers)

export function openAt(search: string, state: object, ...handlers: RequestHandler[]) {
  return openPage(`/governance/fields${search}`, [
    ...handlers,
    http.get(api('/session'), () =>
      HttpResponse.json(session({ permissions: ['access.manage_policy'] })),
    ),
    http.get(api('/fields'), () => HttpResponse.json(catalogue)),
    http.get(api('/roles'), () => HttpResponse.json(list(roles))),
    http.get(api('/policy'), () => HttpResponse.json(state)),
  ])
}

const effect = {
  changes: [
    {
      resource: 'person',
      field: 'email',
      exposed: { n_rows: 0, n_people: 0, people: [] },
      hidden: { n_rows: 120, n_people: 7, people: ['Wang Wu'] },
      opened: { n_rows: 0, n_people: 0, people: [] },
      closed: { n_rows: 0, n_people: 0, people: [] },
    },
    {
      resource: 'task',
      field: '',
      exposed: { n_rows: 48, n_people: 3, people: ['Zhao Liu'] },
      hidden: { n_rows: 0, n_people: 0, people: [] },
      opened: { n_rows: 0, n_people: 0, people: [] },
      closed: { n_rows: 0, n_people: 0, people: [] },
    },
  ],
  channels: [],
}
export const effects = http.get(api('/policy/draft/effect'), () => HttpResponse.json(effect))
