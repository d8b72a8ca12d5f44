import { describe, expect, test } from 'vitest'
import { DEFAULT_VIEW, readView, writeView } from './planView'

describe('a view of the plan as text', () => {
  test('comes back as it went out', () => {
    const view = {
      columns: [
        { key: 'name' as const, width: 300 },
        { key: 'deadline' as const, width: 94 },
      ],
      layers: { ...DEFAULT_VIEW.layers, float: true, links: false },
      group: 'assignee' as const,
    }

    const text = writeView(view)

    expect(text).toBe('name.300~deadline.94!critical~float~baseline~progress~names!assignee')
    expect(readView(text)).toEqual(view)
  })

  test('is the first one where there is no text, or one that means nothing', () => {
    expect(readView(undefined)).toEqual(DEFAULT_VIEW)
    expect(readView('nonsense')).toEqual(DEFAULT_VIEW)
  })

  test('passes over what nobody knows, and never loses the name of a row', () => {
    const strange = readView('secret.90~start.99999!critical~lasers!nobody')
    const wide = readView('name.5~start.99999!critical!state')

    expect(strange.columns).toEqual(DEFAULT_VIEW.columns)
    expect(strange.layers.critical).toBe(true)
    expect(strange.layers.links).toBe(false)
    expect(strange.group).toBeUndefined()
    expect(wide.columns).toEqual([
      { key: 'name', width: 44 },
      { key: 'start', width: 1200 },
    ])
    expect(wide.group).toBe('state')
  })
})
