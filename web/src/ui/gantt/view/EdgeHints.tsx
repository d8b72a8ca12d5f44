import { memo, useCallback } from 'react'
import { barOf } from '../geometry/bars'
import { rowHeight } from '../geometry/rows'
import type { Moment } from '../model/moments'
import { type Chart, taskInRow, useChart } from './chart'
import { type Pair, poolOf, usePair } from './viewport'

/** Pixels of scrolling after which the hints are worked out again. */
const STEP = 48
const WIDTH = 24

interface Hint {
  row: number
  at: Moment
  side: 'left' | 'right'
}

function hintsOf(chart: Chart, rows: Pair, [left, right]: Pair): Hint[] {
  const hints: Hint[] = []
  for (let row = rows[0]; row < rows[1]; row++) {
    const task = taskInRow(chart, row)
    const box = task && barOf(task, chart.scale)
    const at = task?.start ?? task?.finish
    if (!task || !box || at == null) continue
    const side = box.left + box.width < left ? 'left' : box.left > right ? 'right' : null
    if (side) hints.push({ row, at, side })
  }
  return hints
}

interface EdgeHintsProps {
  rows: Pair
  onReveal: (at: Moment) => void
}

/** Small arrows at the edge of the timeline that lead to bars out of sight. */
export const EdgeHints = memo(function EdgeHints({ rows, onReveal }: EdgeHintsProps) {
  const chart = useChart()
  const { viewport } = chart
  const pool = poolOf(viewport)
  const [left, right] = usePair(
    viewport,
    useCallback(() => {
      const from = Math.round(viewport.left / STEP) * STEP
      return [from, from + viewport.width] as const
    }, [viewport]),
  )
  return (
    <div className="zg-hints">
      {hintsOf(chart, rows, [left, right]).map(({ row, at, side }) => (
        <button
          key={row % pool}
          type="button"
          tabIndex={-1}
          className={`zg-hint is-${side}`}
          style={{ top: row * rowHeight(), left: side === 'left' ? 0 : right - left - WIDTH }}
          onClick={(event) => {
            event.stopPropagation()
            onReveal(at)
          }}
        />
      ))}
    </div>
  )
})
