import { MoreOutlined } from '@ant-design/icons'
import { Dropdown } from 'antd'
import type { TFunction } from 'i18next'
import { memo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlanTask } from '@/ui/gantt/model/plan'
import { cellKey } from './cards'
import { useBoard } from './context'
import { mayGo, type Place } from './moves'
import { useGroupName } from './useGroupName'

type CardMenuProps = { task: PlanTask; place: Place; t: TFunction<'board'> }

/** The other way to move a card: without a pointer that can drag. Its list is made when it opens. */
export const CardMenu = memo(function CardMenu({ task, place, t }: CardMenuProps) {
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const wasOpen = useRef(false)
  const close = () => {
    setOpen(false)
    button.current?.focus({ preventScroll: true })
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        tabIndex={-1}
        className="card-menu"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={t('cardMenu', { name: task.name })}
        // A press outside the list has closed it before the click arrives here.
        onPointerDown={() => {
          wasOpen.current = isOpen
        }}
        onClick={() => {
          setOpen(!wasOpen.current)
          wasOpen.current = false
        }}
      >
        <MoreOutlined aria-hidden />
      </button>
      {isOpen && <OpenMenu task={task} place={place} onClose={close} />}
    </>
  )
})

type OpenMenuProps = { task: PlanTask; place: Place; onClose: () => void }

function OpenMenu({ task, place, onClose }: OpenMenuProps) {
  const items = useMoves(task, place)
  return (
    <Dropdown
      open
      trigger={['click']}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      menu={{ items, className: 'card-menu-list' }}
    >
      <span className="card-menu-anchor" />
    </Dropdown>
  )
}

/** Where the card can go, as entries of a menu. */
function useMoves(task: PlanTask, place: Place) {
  const { t } = useTranslation('board')
  const board = useBoard()
  const nameOf = useGroupName()
  const { model, axes, plan } = board
  const go = (to: Place) => board.move(task, place, to)
  const last = model.cells.get(cellKey(place.column, place.lane))?.cards.length ?? 1

  return [
    {
      key: 'columns',
      type: 'group' as const,
      label: t('moveTo'),
      children: model.columns.map((column) => {
        const to = { column: column.key, lane: place.lane, index: 0 }
        return {
          key: `column ${column.key}`,
          label: nameOf(axes.by, column),
          disabled: column.key === place.column || !mayGo(plan, task, axes, to),
          onClick: () => go(to),
        }
      }),
    },
    ...(axes.lanes
      ? [
          {
            key: 'lanes',
            type: 'group' as const,
            label: t('moveToLane'),
            children: model.lanes.map((lane) => {
              const to = { column: place.column, lane: lane.key, index: 0 }
              return {
                key: `lane ${lane.key}`,
                label: axes.lanes ? nameOf(axes.lanes, lane) : '',
                disabled: lane.key === place.lane || !mayGo(plan, task, axes, to),
                onClick: () => go(to),
              }
            }),
          },
        ]
      : []),
    { type: 'divider' as const },
    {
      key: 'first',
      label: t('toTop'),
      disabled: place.index === 0,
      onClick: () => go({ ...place, index: 0 }),
    },
    {
      key: 'last',
      label: t('toBottom'),
      disabled: place.index >= last - 1,
      onClick: () => go({ ...place, index: last - 1 }),
    },
  ]
}
