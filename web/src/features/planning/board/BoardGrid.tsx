import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { CardList } from './CardList'
import { ColumnHead } from './ColumnHead'
import { useBoard } from './context'
import type { Group } from './groups'
import { useGroupName } from './useGroupName'

type BoardGridProps = { columns: readonly Group[]; folded: ReadonlySet<string> }

/** Columns side by side, and across them the lanes, if there are any. */
export function BoardGrid({ columns, folded }: BoardGridProps) {
  const { axes, model } = useBoard()
  const nameOf = useGroupName()
  const by = axes.lanes
  if (!by) {
    return (
      <div className="board-columns">
        {columns.map((column) =>
          folded.has(column.key) ? (
            <FoldedColumn key={column.key} column={column} />
          ) : (
            <section key={column.key} className="board-column" aria-label={nameOf(axes.by, column)}>
              <ColumnHead column={column} />
              <CardList column={column.key} lane="" label={nameOf(axes.by, column)} />
            </section>
          ),
        )}
      </div>
    )
  }
  return (
    <div className="board-lanes">
      <div className="board-heads">
        {columns.map((column) =>
          folded.has(column.key) ? (
            <FoldedColumn key={column.key} column={column} />
          ) : (
            <div key={column.key} className="board-column">
              <ColumnHead column={column} />
            </div>
          ),
        )}
      </div>
      {model.lanes.map((lane) => (
        <Lane key={lane.key} lane={lane} columns={columns} folded={folded} />
      ))}
    </div>
  )
}

function Lane({ lane, columns, folded }: BoardGridProps & { lane: Group }) {
  const { axes, model } = useBoard()
  const nameOf = useGroupName()
  const name = axes.lanes ? nameOf(axes.lanes, lane) : ''
  const count = [...model.cells.values()]
    .filter((cell) => cell.lane === lane.key)
    .reduce((sum, cell) => sum + cell.cards.length, 0)
  return (
    <section className="board-lane" aria-label={name}>
      <h3 className="lane-title">
        {name} <span className="section-note number">{count}</span>
      </h3>
      <div className="board-row">
        {columns.map((column) =>
          folded.has(column.key) ? (
            <div key={column.key} className="board-folded" />
          ) : (
            <div key={column.key} className="board-column">
              <CardList
                column={column.key}
                lane={lane.key}
                label={`${nameOf(axes.by, column)} · ${name}`}
              />
            </div>
          ),
        )}
      </div>
    </section>
  )
}

function FoldedColumn({ column }: { column: Group }) {
  const { t } = useTranslation('board')
  const board = useBoard()
  const name = useGroupName()(board.axes.by, column)
  return (
    <Button
      type="text"
      className="board-folded"
      aria-label={t('unfoldOne', { name })}
      onClick={() => board.fold(column.key)}
    >
      <span>
        {name} {board.model.counts.get(column.key) ?? 0}
      </span>
    </Button>
  )
}
