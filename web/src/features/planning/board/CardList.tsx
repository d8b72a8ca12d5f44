import { useVirtualizer } from '@tanstack/react-virtual'
import type { TFunction } from 'i18next'
import { memo, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Moment } from '@/ui/gantt/model/moments'
import type { PlanTask } from '@/ui/gantt/model/plan'
import { BoardCard } from './BoardCard'
import { CardMenu } from './CardMenu'
import { cellKey } from './cards'
import { useBoard } from './context'
import type { CardField } from './search'

const SPACE = 8
const OVERSCAN = 6
const NO_CARDS: readonly PlanTask[] = []

/** How high a card is with the fields it shows: all are the same, so that long columns stay smooth. */
export const cardHeight = (fields: readonly CardField[]): number =>
  76 + (fields.some((field) => field !== 'people') ? 22 : 0) + (fields.includes('people') ? 20 : 0)

type CardListProps = { column: string; lane: string; label: string }

/** The cards of one column in one lane; only those near the part in view are drawn. */
export function CardList({ column, lane, label }: CardListProps) {
  const { t } = useTranslation('board')
  const { t: words } = useTranslation('planning')
  const board = useBoard()
  const key = cellKey(column, lane)
  const cards = board.model.cells.get(key)?.cards ?? NO_CARDS
  const scroller = useRef<HTMLDivElement>(null)
  const height = cardHeight(board.fields)
  const virtual = useVirtualizer({
    count: cards.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height + SPACE,
    getItemKey: (index) => cards[index]?.id ?? index,
    overscan: OVERSCAN,
  })
  const { register } = board
  const { scrollToIndex, measure } = virtual
  useEffect(() => {
    register(key, (index) => scrollToIndex(index))
    return () => register(key, null)
  }, [register, key, scrollToIndex])
  // biome-ignore lint/correctness/useExhaustiveDependencies: cards of another height are measured anew
  useEffect(() => measure(), [height, measure])

  const target = board.target?.column === column && board.target.lane === lane ? board.target : null
  return (
    <div
      ref={scroller}
      className="board-cell"
      data-cell={key}
      data-target={target ? (target.isAllowed ? 'allowed' : 'refused') : undefined}
    >
      <ul
        aria-label={label}
        className="board-cards"
        style={{ height: Math.max(virtual.getTotalSize(), 0) }}
      >
        {virtual.getVirtualItems().map(({ index, start }) => {
          const task = cards[index]
          return (
            task && (
              <CardItem
                key={task.id}
                task={task}
                column={column}
                lane={lane}
                index={index}
                top={start}
                height={height}
                count={cards.length}
                projectKey={board.plan.project.key}
                fields={board.fields}
                today={board.today}
                isCurrent={board.current === `${key} ${task.id}`}
                isCarried={board.carriedId === task.id}
                readOnly={board.readOnly}
                onOpen={board.open}
                t={t}
                words={words}
              />
            )
          )
        })}
      </ul>
      {target?.isAllowed && (
        <div
          className="drop-line"
          style={{ transform: `translateY(${target.index * (height + SPACE) - SPACE / 2}px)` }}
        />
      )}
    </div>
  )
}

type CardItemProps = {
  task: PlanTask
  column: string
  lane: string
  index: number
  top: number
  height: number
  count: number
  projectKey: string
  fields: readonly CardField[]
  today: Moment
  isCurrent: boolean
  isCarried: boolean
  readOnly: boolean
  onOpen: (taskId: string) => void
  t: TFunction<'board'>
  words: TFunction<'planning'>
}

/** A card in its place. It knows nothing of the board, so that scrolling draws only new cards. */
const CardItem = memo(function CardItem(props: CardItemProps) {
  const { task, column, lane, index, top, height, count, isCarried, readOnly, t, ...shown } = props
  const place = useMemo(() => ({ column, lane, index }), [column, lane, index])
  return (
    <li
      className="board-card"
      data-task={task.id}
      data-index={index}
      data-state={task.state}
      data-carried={isCarried || undefined}
      aria-setsize={count}
      aria-posinset={index + 1}
      style={{ height, transform: `translateY(${top}px)` }}
    >
      <BoardCard task={task} isPressed={isCarried} readOnly={readOnly} t={t} {...shown} />
      {!readOnly && <CardMenu task={task} place={place} t={t} />}
    </li>
  )
})
