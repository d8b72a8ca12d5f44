import { Segmented, Select } from 'antd'
import { type TouchEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { CardList } from './CardList'
import { ColumnHead } from './ColumnHead'
import { useBoard } from './context'
import { useBoardAddress } from './useBoardAddress'
import { useGroupName } from './useGroupName'

/** So many columns can be chosen at a glance; more are chosen from a list. */
const AT_A_GLANCE = 3
/** Pixels to the side that make a swipe. */
const SWIPE = 60

/** One column at a time; a swipe leads to the next. */
export function PhoneColumns() {
  const { t } = useTranslation('board')
  const { model, axes } = useBoard()
  const { search, show } = useBoardAddress()
  const nameOf = useGroupName()
  const begun = useRef<{ x: number; y: number } | null>(null)
  const at = Math.max(
    0,
    model.columns.findIndex(({ key }) => key === search.column),
  )
  const column = model.columns[at]
  if (!column) return null

  const options = model.columns.map((one) => ({
    value: one.key,
    label: `${nameOf(axes.by, one)} ${model.counts.get(one.key) ?? 0}`,
  }))
  const choose = (key: string) => void show({ column: key })
  const onTouchStart = ({ touches }: TouchEvent) => {
    const touch = touches[0]
    begun.current = touch ? { x: touch.clientX, y: touch.clientY } : null
  }
  const onTouchEnd = ({ changedTouches }: TouchEvent) => {
    const touch = changedTouches[0]
    if (!begun.current || !touch) return
    const [x, y] = [touch.clientX - begun.current.x, touch.clientY - begun.current.y]
    const next = model.columns[at + (x < 0 ? 1 : -1)]
    if (next && Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) choose(next.key)
  }

  return (
    <div className="board-phone" onTouchStart={onTouchStart} onTouchEnd={onTouchEnd}>
      {options.length <= AT_A_GLANCE ? (
        <Segmented
          block
          aria-label={t('column')}
          value={column.key}
          options={options}
          onChange={choose}
        />
      ) : (
        <Select aria-label={t('column')} value={column.key} options={options} onChange={choose} />
      )}
      <section className="board-column" aria-label={nameOf(axes.by, column)}>
        {/* The choice above names it already. */}
        <ColumnHead column={column} isNamed={false} />
        {model.lanes.map((lane) => {
          const name = axes.lanes ? nameOf(axes.lanes, lane) : nameOf(axes.by, column)
          return (
            <div key={lane.key} className={axes.lanes ? 'board-lane' : 'board-fill'}>
              {axes.lanes && <h3 className="lane-title">{name}</h3>}
              <CardList column={column.key} lane={lane.key} label={name} />
            </div>
          )
        })}
      </section>
    </div>
  )
}
