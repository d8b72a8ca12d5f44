import { DownOutlined } from '@ant-design/icons'
import { Button, Dropdown, type MenuProps } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate } from '@/lib/format'
import type { PlanModel } from '@/ui/gantt/model/plan'
import type { LayerKey } from '@/ui/gantt/props'
import { GROUPINGS } from '../grouping'
import { expandedTo } from '../outline'
import type { PlanView } from '../planView'
import { idsOf, MOST_OTHERS } from '../useOtherBaselines'
import { usePlanAddress } from '../usePlanAddress'
import { ColumnsDialog } from './ColumnsDialog'

export type ViewMenuProps = {
  plan: PlanModel
  view: PlanView
  onView: (change: Partial<PlanView>) => void
  onCollapsed: (collapsed: ReadonlySet<string>) => void
  onHelp: () => void
}

const LAYERS: LayerKey[] = ['critical', 'float', 'baseline', 'links', 'progress', 'names']
const DEPTHS = [0, 1, 2, 3] as const

/** Further baselines that can be drawn, as items of the menu. */
function useBaselineItems(plan: PlanModel) {
  const { search, show } = usePlanAddress()
  const chosen = idsOf(search.also)
  const others = plan.baselines.filter(({ id }) => id !== plan.project.baseline_id)
  const toggle = (id: string) => {
    const kept = chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]
    const also = kept.slice(-MOST_OTHERS).join('.')
    void show({ also: also || undefined })
  }
  const items = others.map(({ id, name, set_at }) => ({
    key: `baseline ${id}`,
    label: `${name} · ${formatDate(set_at)}`,
  }))
  return { items, chosen: chosen.map((id) => `baseline ${id}`), toggle }
}

/** What of the plan is drawn and in what order: layers, baselines, groups, columns, depth. */
export function ViewMenu({ plan, view, onView, onCollapsed, onHelp }: ViewMenuProps) {
  const { t } = useTranslation('planning')
  const { search, show } = usePlanAddress()
  const [hasColumnsOpen, setColumnsOpen] = useState(false)
  const [isOpen, setOpen] = useState(false)
  const baselines = useBaselineItems(plan)

  const items: MenuProps['items'] = [
    { key: 'columns', label: t('columns.open') },
    { key: 'keys', label: t('keys.title') },
    { key: 'table', label: t('asTable') },
    { type: 'divider' },
    { type: 'group', key: 'layers', label: t('layers') },
    ...LAYERS.map((key) => ({ key, label: t(`layer.${key}`) })),
    ...(baselines.items.length > 0
      ? [
          { type: 'group' as const, key: 'baselines', label: t('otherBaselines') },
          ...baselines.items,
        ]
      : []),
    { type: 'divider' },
    {
      key: 'grouping',
      label: t('group.by'),
      children: [
        { key: 'group none', label: t('group.none') },
        ...GROUPINGS.map((by) => ({ key: `group ${by}`, label: t(`group.${by}`) })),
      ],
    },
    {
      key: 'outline',
      label: t('outline'),
      children: DEPTHS.map((depth) => ({
        key: `depth ${depth}`,
        label: depth === 0 ? t('expandAll') : t('expandTo', { depth }),
      })),
    },
  ]
  const choose: MenuProps['onClick'] = ({ key }) => {
    const layer = LAYERS.find((name) => name === key)
    const [what, value] = key.split(' ')
    // Layers and baselines are often chosen several at once; all else is done by one choice.
    if (!layer && what !== 'baseline') setOpen(false)
    if (layer) onView({ layers: { ...view.layers, [layer]: !view.layers[layer] } })
    else if (key === 'table') void show({ table: search.table ? undefined : true })
    else if (key === 'columns') setColumnsOpen(true)
    else if (key === 'keys') onHelp()
    else if (what === 'group') onView({ group: GROUPINGS.find((by) => by === value) })
    else if (what === 'baseline') baselines.toggle(value ?? '')
    else onCollapsed(expandedTo(plan, Number(value)))
  }

  return (
    <>
      <Dropdown
        trigger={['click']}
        open={isOpen}
        onOpenChange={(next, { source }) => source === 'trigger' && setOpen(next)}
        menu={{
          items,
          onClick: choose,
          multiple: true,
          selectable: true,
          selectedKeys: [
            ...LAYERS.filter((key) => view.layers[key]),
            ...(search.table ? ['table'] : []),
            ...baselines.chosen,
            `group ${view.group ?? 'none'}`,
          ],
        }}
      >
        <Button>
          {t('view')} <DownOutlined aria-hidden />
        </Button>
      </Dropdown>
      <ColumnsDialog
        isOpen={hasColumnsOpen}
        columns={view.columns}
        onColumns={(columns) => onView({ columns })}
        onClose={() => setColumnsOpen(false)}
      />
    </>
  )
}
