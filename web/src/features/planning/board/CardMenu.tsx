import { MoreOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import type { PlanTask } from '@/ui/gantt/model/plan'
import { cellKey } from './cards'
import { useBoard } from './context'
import { mayGo, type Place } from './moves'
import { useGroupName } from './useGroupName'

/** The other way to move a card: without a pointer that can drag. */
export function CardMenu({ task, place }: { task: PlanTask; place: Place }) {
  const { t } = useTranslation('board')
  const board = useBoard()
  const nameOf = useGroupName()
  const { model, axes, plan } = board
  const go = (to: Place) => board.move(task, place, to)
  const last = model.cells.get(cellKey(place.column, place.lane))?.cards.length ?? 1

  const items = () => [
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

  return (
    <Dropdown trigger={['click']} menu={{ items: items(), className: 'card-menu-list' }}>
      <Button
        type="text"
        size="small"
        tabIndex={-1}
        className="card-menu"
        aria-label={t('cardMenu', { name: task.name })}
        icon={<MoreOutlined />}
      />
    </Dropdown>
  )
}
