import type { KeyGroup, KeyMap, PageKey } from '@/lib/pageKeys'

/** Keys of the Plan page by what they do: the names are keys of `keys.*`. */
const GROUPS = {
  moving: [
    ['rows', '↑ ↓'],
    ['cells', '→ ←'],
    ['pages', 'PgUp PgDn'],
    ['ends', 'Home End'],
    ['openClose', '→ ←'],
    ['openAll', '*'],
  ],
  choosing: [
    ['range', 'Shift+↑ ↓'],
    ['toggle', 'Space'],
    ['all', 'Ctrl+A'],
    ['none', 'Esc'],
  ],
  editing: [
    ['edit', 'F2 / Enter'],
    ['nextCell', 'Tab'],
    ['add', 'Insert'],
    ['remove', 'Delete'],
    ['undo', 'Ctrl+Z'],
    ['redo', 'Ctrl+Y'],
    ['copyPaste', 'Ctrl+C Ctrl+V'],
    ['fillDown', 'Ctrl+D'],
  ],
  outline: [
    ['indent', 'Alt+Shift+→'],
    ['outdent', 'Alt+Shift+←'],
    ['move', 'Alt+Shift+↑ ↓'],
    ['link', 'Ctrl+F2'],
    ['unlink', 'Ctrl+Shift+F2'],
  ],
  asking: [
    ['open', 'Ctrl+Enter'],
    ['why', 'Shift+F1'],
    ['menu', 'Shift+F10'],
    ['find', 'Ctrl+F'],
  ],
} as const

/** Every key the Plan page knows. */
export const PLAN_KEYS: KeyMap = {
  groups: Object.entries(GROUPS).map(
    ([group, keys]): KeyGroup => ({
      title: `planning:keys.group.${group}`,
      keys: keys.map(([name, key]): PageKey => [`planning:keys.${name}`, key]),
    }),
  ),
  note: 'planning:keys.pointer',
}
