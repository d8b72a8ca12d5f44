// biome-ignore-all lint/a11y/useFocusableInteractive: the heads of columns only name them
// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by hand, which elements of a table cannot be
import { type PointerEvent, useRef, useState } from 'react'
import type { ColumnKey, ColumnSetting } from '../props'
import { useChart } from './chart'

const LEAST_WIDTH = 44
/** Pixels a pointer may tremble before a press moves the column. */
const THRESHOLD = 6

type OnColumns = (columns: readonly ColumnSetting[], isDone: boolean) => void

interface Held {
  key: ColumnKey
  /** Whether its edge is held, or the whole head. */
  isEdge: boolean
  x: number
  width: number
}

/** The columns with one of them put before another; at the end where `before` is past the last. */
export function withColumnAt(
  columns: readonly ColumnSetting[],
  key: ColumnKey,
  before: number,
): readonly ColumnSetting[] {
  const from = columns.findIndex((column) => column.key === key)
  const moving = columns[from]
  if (!moving || before === from || before === from + 1) return columns
  const others = columns.filter((column) => column.key !== key)
  others.splice(before > from ? before - 1 : before, 0, moving)
  return others
}

/** The place among the columns that a pointer at `x` pixels of the head stands for. */
function placeAt(columns: readonly ColumnSetting[], x: number): number {
  let left = 0
  for (const [at, { width }] of columns.entries()) {
    if (x < left + width / 2) return at
    left += width
  }
  return columns.length
}

function useColumnPointer(columns: readonly ColumnSetting[], onColumns: OnColumns) {
  const head = useRef<HTMLDivElement>(null)
  const held = useRef<Held | null>(null)
  const latest = useRef(columns)
  latest.current = columns
  const [place, setPlace] = useState<number | null>(null)
  const take = (event: PointerEvent, key: ColumnKey, width: number, isEdge: boolean) => {
    if (event.button !== 0) return
    event.stopPropagation()
    held.current = { key, x: event.clientX, width, isEdge }
    event.currentTarget.setPointerCapture(event.pointerId)
  }
  const onPointerMove = (event: PointerEvent) => {
    const grip = held.current
    if (!grip) return
    if (grip.isEdge) {
      const width = Math.max(LEAST_WIDTH, Math.round(grip.width + event.clientX - grip.x))
      onColumns(
        latest.current.map((column) => (column.key === grip.key ? { ...column, width } : column)),
        false,
      )
    } else if (place !== null || Math.abs(event.clientX - grip.x) > THRESHOLD) {
      const left = head.current?.getBoundingClientRect().left ?? 0
      setPlace(placeAt(latest.current, event.clientX - left))
    }
  }
  const onPointerUp = () => {
    const grip = held.current
    held.current = null
    setPlace(null)
    if (!grip) return
    if (grip.isEdge) onColumns(latest.current, true)
    else if (place !== null) onColumns(withColumnAt(latest.current, grip.key, place), true)
  }
  const onPointerCancel = () => {
    held.current = null
    setPlace(null)
  }
  return { head, place, take, followers: { onPointerMove, onPointerUp, onPointerCancel } }
}

/** The names of the columns: dragged to another place, or wider by their edge. */
export function ColumnHead({ onColumns }: { onColumns: OnColumns }) {
  const { columns, labels } = useChart()
  const { head, place, take, followers } = useColumnPointer(columns, onColumns)
  const lineAt = columns.slice(0, place ?? 0).reduce((sum, { width }) => sum + width, 0)
  return (
    <div role="rowgroup" className="zg-grid-head">
      <div role="row" aria-rowindex={1} className="zg-head-row" ref={head}>
        {columns.map(({ key, width }) => (
          <div
            key={key}
            role="columnheader"
            className={`zg-head-cell is-${key}`}
            style={{ width }}
            onPointerDown={(event) => take(event, key, width, false)}
            {...followers}
          >
            {labels.columns[key]}
            <i
              className="zg-column-edge"
              onPointerDown={(event) => take(event, key, width, true)}
              aria-hidden="true"
            />
          </div>
        ))}
        {place !== null && <i className="zg-column-line" style={{ left: lineAt }} aria-hidden />}
      </div>
    </div>
  )
}
