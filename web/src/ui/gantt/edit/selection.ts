/** How a click chooses: alone, added to the others, or all from the last one chosen. */
export type SelectHow = 'only' | 'toggle' | 'range'

export function howOf(event: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }): SelectHow {
  if (event.shiftKey) return 'range'
  return event.ctrlKey || event.metaKey ? 'toggle' : 'only'
}

/** The selection after choosing a row; rows count from the top of what is shown. */
export function selectRow(
  selection: readonly string[],
  idAt: (row: number) => string,
  row: number,
  anchorRow: number,
  how: SelectHow,
): string[] {
  const id = idAt(row)
  if (how === 'only') return [id]
  if (how === 'toggle') {
    return selection.includes(id) ? selection.filter((other) => other !== id) : [...selection, id]
  }
  const step = row >= anchorRow ? 1 : -1
  const ids: string[] = []
  for (let at = anchorRow; at !== row + step; at += step) ids.push(idAt(at))
  return ids
}
