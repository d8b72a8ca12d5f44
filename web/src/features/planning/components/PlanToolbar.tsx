import {
  DownOutlined,
  PlusOutlined,
  RedoOutlined,
  SearchOutlined,
  SettingOutlined,
  UndoOutlined,
} from '@ant-design/icons'
import { Button, Dropdown, Input, type MenuProps, Select, Tooltip } from 'antd'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsPhone } from '@/lib/useIsPhone'
import type { PlanModel } from '@/ui/gantt/model/plan'
import type { GanttHandle, LayerKey, Layers } from '@/ui/gantt/props'
import { expandedTo } from '../outline'
import { FILTERS, type PanelKind, type TaskFilter, ZOOMS, type Zoom } from '../search'
import { usePlanAddress } from '../usePlanAddress'
import { BaselineChoice } from './BaselineChoice'
import { ExportMenu } from './ExportMenu'

type PlanToolbarProps = {
  plan: PlanModel
  gantt: RefObject<GanttHandle | null>
  zoom: Zoom
  layers: Layers
  onLayers: (layers: Layers) => void
  onZoom: (zoom: Zoom) => void
  onCollapsed: (collapsed: ReadonlySet<string>) => void
  undo: () => void
  redo: () => void
}

const LAYERS: LayerKey[] = ['critical', 'float', 'baseline', 'links', 'progress', 'names']
const DEPTHS = [1, 2, 3] as const

/** What can be done to the plan and to its picture. */
export function PlanToolbar(props: PlanToolbarProps) {
  const { plan, gantt, zoom, onZoom, undo, redo } = props
  const { t } = useTranslation('planning')
  const { projectId, search, show } = usePlanAddress()
  const isPhone = useIsPhone()
  const mayEdit = (plan.project.permissions ?? []).includes('planning.edit_plan')

  return (
    <div className="plan-toolbar" role="toolbar" aria-label={t('toolbar')}>
      {mayEdit && (
        <>
          <Button icon={<PlusOutlined aria-hidden />} onClick={() => gantt.current?.addTask()}>
            {t('addTask')}
          </Button>
          <Tooltip title={t('undo')}>
            <Button
              aria-label={t('undo')}
              icon={<UndoOutlined />}
              disabled={!plan.can_undo}
              onClick={undo}
            />
          </Tooltip>
          <Tooltip title={t('redo')}>
            <Button
              aria-label={t('redo')}
              icon={<RedoOutlined />}
              disabled={!plan.can_redo}
              onClick={redo}
            />
          </Tooltip>
        </>
      )}
      {!isPhone && (
        <>
          <Select
            aria-label={t('zoom')}
            value={zoom}
            onChange={onZoom}
            options={ZOOMS.map((level) => ({ value: level, label: t(`zoomLevel.${level}`) }))}
            className="toolbar-zoom"
          />
          <Button onClick={() => gantt.current?.zoomToFit()}>{t('fit')}</Button>
        </>
      )}
      <ViewMenu {...props} />
      <BaselineChoice plan={plan} projectId={projectId} />
      <Input
        allowClear
        prefix={<SearchOutlined aria-hidden />}
        aria-label={t('find')}
        placeholder={t('find')}
        value={search.q ?? ''}
        onChange={(event) => show({ q: event.target.value || undefined })}
        className="toolbar-find"
      />
      <Select<TaskFilter>
        allowClear
        aria-label={t('filter')}
        placeholder={t('filter')}
        value={search.show}
        onChange={(choice) => show({ show: choice })}
        options={FILTERS.map((choice) => ({ value: choice, label: t(`filterChoice.${choice}`) }))}
        className="toolbar-filter"
      />
      <span className="toolbar-gap" />
      <PanelMenu plan={plan} />
      <ExportMenu projectId={projectId} />
      <Button
        icon={<SettingOutlined aria-hidden />}
        aria-expanded={search.panel === 'settings'}
        onClick={() =>
          show({ panel: search.panel === 'settings' ? undefined : 'settings', task: undefined })
        }
      >
        {t('settings')}
      </Button>
    </div>
  )
}

function ViewMenu({ plan, layers, onLayers, onCollapsed }: PlanToolbarProps) {
  const { t } = useTranslation('planning')
  const { search, show } = usePlanAddress()

  const items: MenuProps['items'] = [
    { type: 'group', key: 'layers', label: t('layers') },
    ...LAYERS.map((key) => ({ key, label: t(`layer.${key}`) })),
    { key: 'table', label: t('asTable') },
    { type: 'divider' },
    { type: 'group', key: 'outline', label: t('outline') },
    { key: 'depth-0', label: t('expandAll') },
    ...DEPTHS.map((depth) => ({ key: `depth-${depth}`, label: t('expandTo', { depth }) })),
  ]
  const choose: MenuProps['onClick'] = ({ key }) => {
    const layer = LAYERS.find((name) => name === key)
    if (layer) onLayers({ ...layers, [layer]: !layers[layer] })
    else if (key === 'table') show({ table: search.table ? undefined : true })
    else onCollapsed(expandedTo(plan, Number(key.replace('depth-', ''))))
  }

  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items,
        onClick: choose,
        multiple: true,
        selectable: true,
        selectedKeys: [...LAYERS.filter((key) => layers[key]), ...(search.table ? ['table'] : [])],
      }}
    >
      <Button>
        {t('view')} <DownOutlined aria-hidden />
      </Button>
    </Dropdown>
  )
}

function PanelMenu({ plan }: { plan: PlanModel }) {
  const { t } = useTranslation('planning')
  const { search, show } = usePlanAddress()
  const nConflicts = plan.conflicts.length
  const panels: PanelKind[] = ['variances', 'comparison', 'conflicts', 'history']

  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: panels.map((panel) => ({
          key: panel,
          label:
            t(`panel.${panel}`) +
            (panel === 'conflicts' && nConflicts > 0 ? ` (${nConflicts})` : ''),
        })),
        selectable: true,
        selectedKeys: search.panel ? [search.panel] : [],
        onClick: ({ key }) => show({ panel: key as PanelKind, task: undefined }),
      }}
    >
      <Button>
        {t('analyse')} {nConflicts > 0 && <span className="count-mark">{nConflicts}</span>}
        <DownOutlined aria-hidden />
      </Button>
    </Dropdown>
  )
}
