import type { Operation } from './edit/operations'
import type { Scale } from './geometry/scale'
import type { GanttLabels } from './labels'
import type { CostColumn } from './model/costs'
import type { Moment } from './model/moments'
import type { PlanLink, PlanModel, PlanTask } from './model/plan'

export type ColumnKey =
  | 'wbs_code'
  | 'name'
  | 'duration'
  | 'start'
  | 'finish'
  | 'percent_complete'
  | 'state'
  | 'predecessors'
  | 'baseline_finish'
  | 'baseline_start'
  | 'slip'
  | 'total_float'
  | 'free_float'
  | 'assignees'
  | 'deadline'
  | 'constraint'
  | 'actual_start'
  | 'actual_finish'
  | 'classification'
  | CostColumn

/** A column the grid shows, in the order given; widths in CSS pixels. */
export interface ColumnSetting {
  key: ColumnKey
  width: number
}

export type LayerKey = 'critical' | 'float' | 'baseline' | 'links' | 'progress' | 'names'
export type Layers = Readonly<Record<LayerKey, boolean>>

export type ZoomLevel = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year'

/** Dates of one more baseline, drawn below the one the plan is measured by. */
export interface BaselineLayer {
  id: string
  name: string
  spans: ReadonlyMap<string, readonly [Moment, Moment]>
}

export type ChangeKind = 'added' | 'removed' | 'changed' | 'moved'

/** What happened to a task between two moments, and where it lay before if that was elsewhere. */
export interface TaskChange {
  kind: ChangeKind
  before: readonly [Moment, Moment] | null
}

/** A chain of drivers: its tasks from the asked one back to the cause, and the links it runs over. */
export interface DriverChain {
  taskIds: readonly string[]
  linkIds: ReadonlySet<string>
}

/** Somebody else at a task; `field` is the column they are writing in, or empty. */
export interface PersonAt {
  id: string
  name: string
  initials: string
  /** Which of the colours of people is theirs. */
  tone: number
  field: string
}

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
  /** Rows `[from, to)` and pixels of the timeline that can be seen now, and the scale they are drawn at. */
  inSight: () => {
    rows: readonly [number, number]
    columns: readonly [number, number]
    scale: Scale
  }
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
  /** The chain to draw from bar to bar. */
  chain?: DriverChain | null
  /** At most two: with the plan's own baseline that makes three thin bars. */
  otherBaselines?: readonly BaselineLayer[]
  /** What a comparison found, by task. */
  changes?: ReadonlyMap<string, TaskChange>
  /** Who else is at which task now. */
  presence?: ReadonlyMap<string, readonly PersonAt[]>
  /** Tasks with an edit that the server has not answered yet, though it could have. */
  pending?: ReadonlySet<string>
  /** The viewer has gone to a task, and writes in a column of it (empty: only looks). */
  onPlace?: (taskId: string | null, column: string) => void
  onSelect: (taskIds: string[]) => void
  onCollapsedChange: (collapsed: ReadonlySet<string>) => void
  /** Operations as `POST plan/edits` takes them; the ghost of a drag stays until the promise settles. */
  onEdit?: (operations: Operation[]) => unknown
  onOpenTask?: (taskId: string) => void
  onOpenLink?: (link: PlanLink) => void
  /** A task of another project was chosen. */
  onOpenGhost?: (projectId: string, taskId: string) => void
  onAskWhy?: (taskId: string) => void
  onZoomChange?: (pixelsPerDay: number, level: ZoomLevel) => void
  onViewChange?: (view: GanttView) => void
  /** Columns as they are after one was widened or moved. */
  onColumnsChange?: (columns: readonly ColumnSetting[]) => void
  onHelp?: () => void
  onUndo?: () => void
  onRedo?: () => void
}
