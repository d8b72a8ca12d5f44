import { DoubleLeftOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input, Tooltip } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NEW_TASK } from '@/ui/gantt/model/newTask'
import { useBoard } from './context'
import { fieldsIn, type Group } from './groups'
import { LimitButton } from './LimitButton'
import { limitOf } from './limits'
import { useGroupName } from './useGroupName'

/** The name of a column, how full it is, and what can be done with it. */
export function ColumnHead({ column, isNamed = true }: { column: Group; isNamed?: boolean }) {
  const { t } = useTranslation('board')
  const board = useBoard()
  const nameOf = useGroupName()
  const [isAdding, setAdding] = useState(false)
  const name = nameOf(board.axes.by, column)
  const count = board.model.counts.get(column.key) ?? 0
  const limit = limitOf(board.plan, board.axes.by, column.key)
  const over = limit === null ? 0 : count - limit
  const canAdd =
    !board.readOnly && fieldsIn(board.plan, NEW_TASK, board.axes.by, column.key) !== null

  return (
    <div className="board-head" data-over={over > 0 || undefined}>
      <div className="board-title">
        <h3 className={isNamed ? 'ellipsis' : 'visually-hidden'} title={name}>
          {name}
        </h3>
        <LimitButton name={name} column={column.key} count={count} limit={limit} />
        <span className="toolbar-gap" />
        {canAdd && (
          <Tooltip title={t('add')}>
            <Button
              type="text"
              size="small"
              aria-label={t('addTo', { name })}
              aria-expanded={isAdding}
              icon={<PlusOutlined />}
              onClick={() => setAdding(!isAdding)}
            />
          </Tooltip>
        )}
        <Tooltip title={t('fold')}>
          <Button
            type="text"
            size="small"
            className="board-fold"
            aria-label={t('foldOne', { name })}
            icon={<DoubleLeftOutlined />}
            onClick={() => board.fold(column.key)}
          />
        </Tooltip>
      </div>
      {over > 0 && (
        <p className="board-over" role="status">
          {t('over', { count: over })}
        </p>
      )}
      {isAdding && <QuickAdd column={column.key} name={name} onClose={() => setAdding(false)} />}
    </div>
  )
}

type QuickAddProps = { column: string; name: string; onClose: () => void }

/** Tasks are added one after the other, each with Enter, at the head of the column. */
function QuickAdd({ column, name, onClose }: QuickAddProps) {
  const { t } = useTranslation('board')
  const board = useBoard()
  const [text, setText] = useState('')
  const isSending = useRef(false)
  const lane = board.model.lanes[0]?.key ?? ''
  const add = async () => {
    const given = text.trim()
    if (given === '' || isSending.current) return
    isSending.current = true
    // What was refused stays in the field.
    await board.add({ column, lane }, given).then(
      () => setText(''),
      () => undefined,
    )
    isSending.current = false
  }
  return (
    <Input
      autoFocus
      aria-label={t('addTo', { name })}
      placeholder={t('addHint')}
      maxLength={500}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onPressEnter={add}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
      onBlur={() => text.trim() === '' && onClose()}
    />
  )
}
