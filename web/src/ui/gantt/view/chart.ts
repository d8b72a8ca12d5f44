import { createContext, useContext } from 'react'
import type { VisibleRows } from '../geometry/rows'
import type { Scale } from '../geometry/scale'
import type { GanttLabels } from '../labels'
import type { PlanModel, PlanTask } from '../model/plan'
import type {
  BaselineLayer,
  ColumnSetting,
  DriverChain,
  Layers,
  PersonAt,
  TaskChange,
} from '../props'
import type { Viewport } from './viewport'

/** What every part of the chart draws from. It does not change while the chart scrolls. */
export interface Chart {
  plan: PlanModel
  rows: VisibleRows
  scale: Scale
  viewport: Viewport
  labels: GanttLabels
  locale: string
  layers: Layers
  columns: readonly ColumnSetting[]
  selected: ReadonlySet<string>
  marked: ReadonlySet<string>
  chain: DriverChain | null
  otherBaselines: readonly BaselineLayer[]
  changes: ReadonlyMap<string, TaskChange> | undefined
  presence: ReadonlyMap<string, readonly PersonAt[]> | undefined
  pending: ReadonlySet<string> | undefined
  search: string
  readOnly: boolean
}

const ChartContext = createContext<Chart | null>(null)

export const ChartProvider = ChartContext.Provider

export function useChart(): Chart {
  const chart = useContext(ChartContext)
  if (!chart) throw new Error('A part of the Gantt chart stands outside of it.')
  return chart
}

/** The task in a row. */
export function taskInRow(chart: Pick<Chart, 'plan' | 'rows'>, row: number): PlanTask | undefined {
  const index = chart.rows.taskAt[row]
  return index === undefined ? undefined : chart.plan.tasks[index]
}

/** The row of a task, or -1 where it is not shown. */
export function rowOfTask(chart: Pick<Chart, 'plan' | 'rows'>, taskId: string): number {
  const index = chart.plan.outline.indexById.get(taskId)
  return index === undefined ? -1 : (chart.rows.rowOf[index] ?? -1)
}
