import { describe, expect, test } from 'vitest'
import type { View } from '@/lib/views'
import { DEFAULT_VIEW, writeView } from './planView'
import { definitionOf, type Looking, looksOf, PLAIN, viewOf } from './planViews'
import { MINE } from './search'

const here: Looking = {
  plan: {
    resources: [
      { id: 'r1', name: 'Wu' },
      { id: 'r2', name: 'Li Jing' },
    ],
    baselines: [{ id: 'b1' }, { id: 'b2' }],
  },
}
const elsewhere: Looking = { plan: { resources: [], baselines: [] } }

const view = {
  columns: [
    { key: 'name' as const, width: 300 },
    { key: 'deadline' as const, width: 94 },
  ],
  layers: { ...DEFAULT_VIEW.layers, float: true, links: false },
  group: 'assignee' as const,
}
const looks = {
  q: 'gate: A',
  show: 'critical' as const,
  who: 'Wu',
  since: '2026-03-02',
  until: '2026-03-31',
  also: 'b2.b1',
}
const saved = (definition: View['definition']): View => ({
  id: 'v1',
  page: 'plan',
  name: 'Mine',
  version: 1,
  owner: { id: 'u1', name: 'Li Jing' },
  shared_with: null,
  definition,
  withheld: [],
  is_default: false,
  may_edit: true,
})

describe('a saved view of plans', () => {
  test('brings back the columns, layers, groups, filters and baselines that it was saved with', () => {
    const definition = definitionOf(view, looks, here)

    expect(viewOf(definition)).toEqual(view)
    expect(looksOf(saved(definition), here)).toEqual({
      ...looks,
      view: writeView(view),
      saved: 'v1',
    })
  })

  test('asks by text and dates through filters that the server checks, never through settings', () => {
    const { filters, settings } = definitionOf(view, looks, here)

    expect(filters).toEqual([
      'name:contains:gate: A',
      'finish:ge:2026-03-02',
      'start:le:2026-03-31T23:59',
    ])
    expect(settings).toEqual({
      layer_critical: true,
      layer_float: true,
      layer_baseline: true,
      layer_links: false,
      layer_progress: true,
      layer_names: true,
      group: 'assignee',
      show: 'critical',
      who: 'r1',
      baseline_1: 'b2',
      baseline_2: 'b1',
    })
  })

  test('of one’s own tasks shows everybody theirs', () => {
    const definition = definitionOf(DEFAULT_VIEW, { who: MINE }, here)

    expect(definition.settings).toMatchObject({ mine: true })
    expect(looksOf(saved(definition), elsewhere).who).toBe(MINE)
  })

  test('passes over people and baselines that another plan does not have', () => {
    const definition = definitionOf(view, looks, here)

    const shown = looksOf(saved(definition), elsewhere)

    expect(shown).toMatchObject({ who: undefined, also: undefined, q: 'gate: A' })
  })

  test('leaves out what cannot be asked: blanks, and days that are none', () => {
    const { filters } = definitionOf(DEFAULT_VIEW, { q: ' ', since: 'soon' }, here)

    expect(filters).toEqual([])
  })

  test('that is none shows a plan as it is by itself', () => {
    const undefinedLooks = { q: undefined, show: undefined, who: undefined, since: undefined }

    expect(looksOf(null, here)).toEqual({
      ...undefinedLooks,
      until: undefined,
      also: undefined,
      view: undefined,
      saved: PLAIN,
    })
  })

  test('without columns, layers or settings is the first view', () => {
    expect(viewOf({})).toEqual(DEFAULT_VIEW)
  })
})
