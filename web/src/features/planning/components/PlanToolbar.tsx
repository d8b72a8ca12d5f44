import {
  DownOutlined,
  RedoOutlined,
  SearchOutlined,
  SettingOutlined,
  UndoOutlined,
} from '@ant-design/icons'
import { Button, Dropdown, Input, type InputRef, Select, Tooltip } from 'antd'
import type { ReactNode, RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsPhone } from '@/lib/useIsPhone'
import type { Operation } from '@/ui/gantt/edit/operations'
import type { PlanModel } from '@/ui/gantt/model/plan'
import type { GanttHandle } from '@/ui/gantt/props'
import { useClear } from '@/ui/useClear'
import type { Shot } from '../exporting'
import { AddTaskButton } from '../recurring/AddTaskButton'
import { type PanelKind, ZOOMS, type Zoom } from '../search'
import { usePlanAddress } from '../usePlanAddress'
import { BaselineChoice } from './BaselineChoice'
import { ExportMenu } from './ExportMenu'
import { FilterMenu } from './FilterMenu'
import { SavedViews } from './SavedViews'
import { ViewMenu, type ViewMenuProps } from './ViewMenu'

type PlanToolbarProps = Pick<ViewMenuProps, 'view' | 'onView' | 'onHelp'> & {
  plan: PlanModel
  gantt: RefObject<GanttHandle | null>
  zoom: Zoom
  onZoom: (zoom: Zoom) => void
  onCollapsed: (collapsed: ReadonlySet<string>) => void
  /** The field that Ctrl+F leads to. */
  find: RefObject<InputRef | null>
  /** To the next row that was found, or the one before it. */
  onNext: (by: 1 | -1) => void
  /** What is shown, to be printed. */
  shot: Shot
  onEdit: (operations: Operation[]) => Promise<unknown>
  undo: () => void
  redo: () => void
  /** The others who have the plan open. */
  people?: ReactNode
}

/** What can be done to the plan and to its picture. */
export function PlanToolbar(props: PlanToolbarProps) {
  const { plan, gantt, zoom, onZoom, onEdit, undo, redo, find, onNext, shot, view } = props
  const { t } = useTranslation('planning')
  const { projectId, search, show } = usePlanAddress()
  const isPhone = useIsPhone()
  const mayEdit = (plan.project.permissions ?? []).includes('planning.edit_plan')

  return (
    <div className="plan-toolbar" data-tour="tools" role="toolbar" aria-label={t('toolbar')}>
      {mayEdit && (
        <>
          <AddTaskButton plan={plan} onAdd={() => gantt.current?.addTask()} onEdit={onEdit} />
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
      <SavedViews plan={plan} view={view} />
      <ViewMenu {...props} />
      <BaselineChoice plan={plan} projectId={projectId} />
      <FindBox find={find} onNext={onNext} />
      <FilterMenu plan={plan} />
      <span className="toolbar-gap" />
      {props.people}
      <PanelMenu plan={plan} />
      <ExportMenu projectId={projectId} gantt={gantt} shot={shot} />
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

type FindBoxProps = Pick<PlanToolbarProps, 'find' | 'onNext'>

/** Narrows the rows to those that hold a text; Enter goes from one to the next. */
function FindBox({ find, onNext }: FindBoxProps) {
  const clear = useClear()
  const { t } = useTranslation('planning')
  const { search, show } = usePlanAddress()
  return (
    <Input
      ref={find}
      allowClear={clear}
      prefix={<SearchOutlined aria-hidden />}
      aria-label={t('find')}
      placeholder={t('find')}
      value={search.q ?? ''}
      onChange={(event) => show({ q: event.target.value || undefined })}
      onPressEnter={(event) => onNext(event.shiftKey ? -1 : 1)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') void show({ q: undefined })
      }}
      className="toolbar-find"
    />
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
