export type Piece = { kind: 'same' | 'gone' | 'new'; text: string }

/** How many lines two texts have in common, from each pair of places to their ends. */
function common(before: string[], after: string[]): number[][] {
  const counts = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0),
  )
  const at = (i: number, j: number) => counts[i]?.[j] ?? 0
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const row = counts[i] as number[]
      row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  return counts
}

/** What became of one text in another, line by line: as few lines gone and new as can be. */
export function difference(before: string, after: string): Piece[] {
  const [old, now] = [before.split('\n'), after.split('\n')]
  const counts = common(old, now)
  const pieces: Piece[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < now.length) {
    const [gone, added] = [old[i], now[j]]
    const left = counts[i + 1]?.[j] ?? -1
    const right = counts[i]?.[j + 1] ?? -1
    if (gone !== undefined && gone === added) {
      pieces.push({ kind: 'same', text: gone })
      i += 1
      j += 1
    } else if (gone !== undefined && (added === undefined || left >= right)) {
      pieces.push({ kind: 'gone', text: gone })
      i += 1
    } else {
      pieces.push({ kind: 'new', text: added ?? '' })
      j += 1
    }
  }
  return pieces
}
