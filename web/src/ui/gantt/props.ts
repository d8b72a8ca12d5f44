import type { Operation } from './edit/operations'
import type { GanttLabels } from './labels'
import type { Moment } from './model/moments'
import type { PlanLink, PlanModel, PlanTask } from './model/plan'

export type ColumnKey =
  | 'wbs_code'
  | 'name'
  | 'duration'
  | 'start'
  | 'finish'
  | 'percent_complete'
  | 'predecessors'
  | 'baseline_finish'
  | 'slip'
  | 'total_float'

/** A column the grid shows, in the order given; widths in CSS pixels. */
export interface ColumnSetting {
  key: ColumnKey
  width: number
}

export type LayerKey = 'critical' | 'float' | 'baseline' | 'links' | 'progress' | 'names'
export type Layers = Readonly<Record<LayerKey, boolean>>

export type ZoomLevel = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year'

/** What the viewer sees now: enough to restore the same picture from an address. */
export interface GanttView {
  first_row: number
  left_at: Moment
  grid_width: number
  columns: readonly ColumnSetting[]
}

/** What the component can be told to do beside its props. */
export interface GanttHandle {
  zoomToFit: () => void
  scrollToTask: (taskId: string) => void
  scrollToMoment: (at: Moment) => void
  focusTask: (taskId: string) => void
  editCell: (taskId: string, column: ColumnKey) => void
  addTask: () => void
}

export interface GanttProps {
  plan: PlanModel
  labels: GanttLabels
  /** BCP 47 tag: `zh-CN` or `en`. */
  locale: string
  selection: readonly string[]
  collapsed: ReadonlySet<string>
  layers: Layers
  /** Pixels a day; `zoomOf(level)` gives the value of a named level. */
  zoom: number
  today: Moment
  statusAt?: Moment | null
  columns?: readonly ColumnSetting[]
  gridWidth?: number
  initialView?: Partial<GanttView>
  readOnly?: boolean
  /** Shows the spoken table equivalent in the place of the chart. */
  asTable?: boolean
  /** Text to highlight in names. */
  search?: string
  /** Rows to keep; their ancestors stay with them. */
  filter?: ((task: PlanTask) => boolean) | null
  /** Tasks to outline on the chart, such as a driver chain or the offenders of a check. */
  marked?: ReadonlySet<string>
  onSelect: (taskIds: string[]) => void
  onCollapsedChange: (collapsed: ReadonlySet<string>) => void
  /** Operations as `POST plan/edits` takes them; the ghost of a drag stays until the promise settles. */
  onEdit?: (operations: Operation[]) => unknown
  onOpenTask?: (taskId: string) => void
  onOpenLink?: (link: PlanLink) => void
  onAskWhy?: (taskId: string) => void
  onZoomChange?: (pixelsPerDay: number, level: ZoomLevel) => void
  onViewChange?: (view: GanttView) => void
  onUndo?: () => void
  onRedo?: () => void
}
