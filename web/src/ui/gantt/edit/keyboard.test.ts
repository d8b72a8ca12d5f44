import { describe, expect, it } from 'vitest'
import { commandOf, type GridState, type KeyPress } from './keyboard'

const state: GridState = {
  focus: { row: 5, column: null },
  nRows: 100,
  pageRows: 20,
  columns: ['wbs_code', 'name', 'start'],
  isExpanded: null,
  parentRow: 2,
  readOnly: false,
}

function press(keys: string, change: Partial<GridState> = {}) {
  const parts = keys.split('+')
  const event: KeyPress = {
    key: parts.at(-1) === '' ? '+' : (parts.at(-1) ?? ''),
    ctrlKey: parts.includes('Ctrl'),
    metaKey: false,
    shiftKey: parts.includes('Shift'),
    altKey: parts.includes('Alt'),
  }
  return commandOf(event, { ...state, ...change })
}

const goes = (row: number, select = 'only') => ({ do: 'focus', to: { row, column: null }, select })

describe('the keyboard', () => {
  it('moves over rows and stays within them', () => {
    expect(press('ArrowDown')).toEqual(goes(6))
    expect(press('ArrowUp')).toEqual(goes(4))
    expect(press('PageDown')).toEqual(goes(25))
    expect(press('PageUp')).toEqual(goes(0))
    expect(press('Home')).toEqual(goes(0))
    expect(press('End')).toEqual(goes(99))
    expect(press('ArrowDown', { focus: { row: 99, column: null } })).toEqual(goes(99))
    expect(press('Shift+ArrowDown')).toEqual(goes(6, 'range'))
    expect(press('Ctrl+Home')).toEqual(goes(0, 'none'))
  })

  it('opens and closes rows sideways, and goes into the cells', () => {
    expect(press('ArrowRight', { isExpanded: false })).toEqual({ do: 'expand' })
    expect(press('ArrowLeft', { isExpanded: true })).toEqual({ do: 'collapse' })
    expect(press('ArrowLeft', { isExpanded: false })).toEqual(goes(2))
    expect(press('ArrowLeft', { parentRow: null })).toBeNull()
    expect(press('ArrowRight', { isExpanded: true })).toMatchObject({ to: { column: 'wbs_code' } })
  })

  it('walks along the cells and back to the row', () => {
    const at = (column: 'wbs_code' | 'name' | 'start') => ({ focus: { row: 5, column } })

    expect(press('ArrowRight', at('name'))).toMatchObject({ to: { column: 'start' } })
    expect(press('ArrowRight', at('start'))).toBeNull()
    expect(press('ArrowLeft', at('wbs_code'))).toMatchObject({ to: { row: 5, column: null } })
    expect(press('Escape', at('name'))).toMatchObject({ to: { row: 5, column: null } })
    expect(press('ArrowDown', at('name'))).toMatchObject({ to: { row: 6, column: 'name' } })
  })

  it('edits with Enter, F2, or by typing on a cell', () => {
    const onCell = { focus: { row: 5, column: 'start' } } as const

    expect(press('Enter')).toEqual({ do: 'edit', column: 'name', text: null })
    expect(press('F2', onCell)).toEqual({ do: 'edit', column: 'start', text: null })
    expect(press('4', onCell)).toEqual({ do: 'edit', column: 'start', text: '4' })
    expect(press('4')).toBeNull()
  })

  it('changes the outline', () => {
    expect(press('Insert')).toEqual({ do: 'add' })
    expect(press('Delete')).toEqual({ do: 'delete' })
    expect(press('Alt+Shift+ArrowRight')).toEqual({ do: 'indent' })
    expect(press('Alt+Shift+ArrowLeft')).toEqual({ do: 'outdent' })
    expect(press('Alt+Shift+ArrowUp')).toEqual({ do: 'moveUp' })
    expect(press('Alt+Shift+ArrowDown')).toEqual({ do: 'moveDown' })
    expect(press('Alt+ArrowLeft')).toBeNull()
  })

  it('takes back, brings again, and opens', () => {
    expect(press('Ctrl+z')).toEqual({ do: 'undo' })
    expect(press('Ctrl+Shift+Z')).toEqual({ do: 'redo' })
    expect(press('Ctrl+y')).toEqual({ do: 'redo' })
    expect(press('Ctrl+a')).toEqual({ do: 'select', how: 'all' })
    expect(press('Ctrl+Enter')).toEqual({ do: 'open' })
    expect(press('ContextMenu')).toEqual({ do: 'menu' })
    expect(press('Shift+F10')).toEqual({ do: 'menu' })
    expect(press('F10')).toBeNull()
  })

  it('changes nothing where the plan is read only', () => {
    for (const keys of ['Enter', 'F2', 'Insert', 'Delete', 'Alt+Shift+ArrowRight', 'Ctrl+z']) {
      expect(press(keys, { readOnly: true })).toBeNull()
    }
    expect(press('ArrowDown', { readOnly: true })).toEqual(goes(6))
  })

  it('leaves Tab to the browser', () => {
    expect(press('Tab')).toBeNull()
  })
})
