import { type MouseEvent, type Ref, useCallback, useMemo, useRef, useState } from 'react'
import { howOf } from '../edit/selection'
import { HEAD_HEIGHT, rowHeight } from '../geometry/rows'
import { levelOf } from '../geometry/zoom'
import type { PlanLink } from '../model/plan'
import type { GanttHandle, GanttProps } from '../props'
import { ActionMenu } from './ActionMenu'
import { type Chart, ChartProvider, rowOfTask, taskInRow } from './chart'
import { type Explained, Explanation } from './Explanation'
import { GridPane } from './GridPane'
import { linkMenu, menuLabel, type OpenMenu, taskMenu } from './menus'
import { Refusals } from './Refusals'
import { Splitter } from './Splitter'
import { Timeline } from './Timeline'
import { useChartModel } from './useChartModel'
import { type Commands, useCommands } from './useCommands'
import { type FocusState, useFocus } from './useFocus'
import { useHandle } from './useHandle'
import { usePlaceReport } from './usePlaceReport'
import { type Panes, useScrolling, useViewportSync, useZoomAnchor } from './useScrolling'
import { useSheet } from './useSheet'
import { useInitialView, useViewReport } from './useView'

function usePanes() {
  const scroller = useRef<HTMLDivElement>(null)
  const view = useRef<HTMLDivElement>(null)
  const time = useRef<HTMLElement>(null)
  const grid = useRef<HTMLDivElement>(null)
  return { grid, panes: useMemo<Panes>(() => ({ scroller, view, time }), []) }
}

/** The row under the pointer, anywhere in the chart. */
function rowAt(chart: Chart, panes: Panes, event: MouseEvent): number {
  const box = panes.view.current?.getBoundingClientRect()
  if (!box || event.clientY < box.top + HEAD_HEIGHT) return -1
  const row = Math.floor((event.clientY - box.top - HEAD_HEIGHT + chart.viewport.top) / rowHeight())
  return row < chart.rows.taskAt.length ? row : -1
}

function useMenu(chart: Chart, props: GanttProps, panes: Panes, focus: FocusState) {
  const [menu, setMenu] = useState<OpenMenu | null>(null)
  const { moveFocus } = focus
  const taskId = menu?.taskId
  const close = useCallback(() => {
    setMenu(null)
    if (taskId) moveFocus(taskId, null)
  }, [taskId, moveFocus])
  const openAt = (event: MouseEvent, commands: Commands) => {
    const row = rowAt(chart, panes, event)
    const task = taskInRow(chart, row)
    if (!task || (event.target as Element).closest('.zg-editor')) return
    event.preventDefault()
    if (!chart.selected.has(task.id)) commands.choose(row, 'only', null)
    setMenu({ x: event.clientX, y: event.clientY, taskId: task.id, link: null })
  }
  const placeOf = (id: string) => {
    const box = panes.view.current?.getBoundingClientRect()
    const y = rowOfTask(chart, id) * rowHeight() - chart.viewport.top + HEAD_HEIGHT + rowHeight()
    return { x: (box?.left ?? 0) + 96, y: (box?.top ?? 0) + y }
  }
  const openForTask = (id: string) => setMenu({ ...placeOf(id), taskId: id, link: null })
  const openForLink = (link: PlanLink, event: MouseEvent) =>
    setMenu({ x: event.clientX, y: event.clientY, taskId: null, link })
  const items = (commands: Commands) => {
    if (menu?.link) return linkMenu(chart, props, commands, menu.link)
    return menu?.taskId ? taskMenu(chart, props, commands, menu.taskId) : []
  }
  return { menu, close, openAt, openForTask, openForLink, placeOf, items }
}

/** Which task's marks are explained; afterwards the focus is on its row. */
function useExplanation({ moveFocus }: FocusState) {
  const [explained, explainAt] = useState<Explained | null>(null)
  const explain = useCallback((taskId: string, { clientX: x, clientY: y }: MouseEvent) => {
    explainAt({ taskId, x, y })
  }, [])
  const closeExplanation = useCallback(() => {
    explainAt(null)
    if (explained) moveFocus(explained.taskId, null)
  }, [explained, moveFocus])
  return { explained, explain, explainAt, closeExplanation }
}

interface DesktopChartProps extends GanttProps {
  handle?: Ref<GanttHandle>
}

/** Grid and timeline side by side, scrolled together. */
export function DesktopChart({ handle, ...props }: DesktopChartProps) {
  const view = useInitialView(props)
  const chart = useChartModel({ ...props, columns: view.columns })
  const { viewport, rows, scale } = chart
  const { panes, grid } = usePanes()
  const focus = useFocus()
  const scrolling = useScrolling(panes, scale)
  const menu = useMenu(chart, props, panes, focus)
  const { revealRow: reveal } = scrolling
  const sheet = useSheet(chart, focus, props.onEdit)
  const { explained, explain, explainAt, closeExplanation } = useExplanation(focus)
  const commands = useCommands({
    chart,
    props,
    focus,
    reveal,
    openMenu: menu.openForTask,
    fillDown: sheet.fillDown,
    explain: (taskId) => explainAt({ taskId, ...menu.placeOf(taskId) }),
  })
  const { onZoomChange } = props
  const onZoom = useCallback((zoom: number) => onZoomChange?.(zoom, levelOf(zoom)), [onZoomChange])
  useViewportSync(viewport, panes)
  const alignLeft = useZoomAnchor(panes, scale, props.zoom, onZoom)
  useViewReport({ chart, props, panes, view })
  usePlaceReport(focus, props.onPlace)
  useHandle(handle, { chart, props, panes, scrolling, alignLeft, commands, focus })
  const onClick = (event: MouseEvent) => {
    if (!panes.time.current?.contains(event.target as Node)) return
    const ghost = (event.target as Element).closest<HTMLElement>('[data-ghost]')
    const { ghost: taskId, ghostProject } = ghost?.dataset ?? {}
    if (taskId && ghostProject) return props.onOpenGhost?.(ghostProject, taskId)
    const row = rowAt(chart, panes, event)
    if (row >= 0) commands.choose(row, howOf(event), null)
  }
  const onDoubleClick = (event: MouseEvent) => {
    const bar = (event.target as Element).closest<HTMLElement>('[data-bar]')
    if (bar?.dataset.bar) props.onOpenTask?.(bar.dataset.bar)
  }
  const items = menu.items(commands)
  return (
    <ChartProvider value={chart}>
      {/* biome-ignore lint/a11y: the keyboard works through the grid inside; this only gathers pointer events */}
      <div
        className="zg-scroll"
        ref={panes.scroller}
        onClick={onClick}
        onDoubleClick={onDoubleClick}
        onContextMenu={(event) => menu.openAt(event, commands)}
        onPointerMove={(event) => viewport.hoverRow(rowAt(chart, panes, event))}
        onPointerLeave={() => viewport.hoverRow(-1)}
      >
        <div style={{ height: HEAD_HEIGHT + rows.taskAt.length * rowHeight() + 24 }}>
          <div className="zg-view" ref={panes.view}>
            <GridPane
              pane={grid}
              width={view.gridWidth}
              collapsed={props.collapsed}
              focusState={focus}
              commands={commands}
              onColumns={view.setColumns}
              sheet={sheet}
            />
            <Splitter width={view.gridWidth} most={view.most(panes)} onWidth={view.setGridWidth} />
            <Timeline
              pane={panes.time}
              today={props.today}
              statusAt={props.statusAt ?? null}
              onEdit={commands.send}
              onReveal={scrolling.revealMoment}
              onLink={menu.openForLink}
              onExplain={explain}
            />
          </div>
        </div>
      </div>
      {menu.menu && items.length > 0 && (
        <ActionMenu
          x={menu.menu.x}
          y={menu.menu.y}
          label={menuLabel(chart, menu.menu)}
          items={items}
          onClose={menu.close}
        />
      )}
      {explained && (
        <Explanation
          explained={explained}
          props={props}
          send={commands.send}
          onClose={closeExplanation}
        />
      )}
      {sheet.refusals.length > 0 && <Refusals refusals={sheet.refusals} onClose={sheet.dismiss} />}
    </ChartProvider>
  )
}
