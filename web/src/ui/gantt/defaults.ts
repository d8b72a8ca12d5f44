import type { ColumnKey, ColumnSetting, Layers } from './props'

/** Every column there is, with the width it starts with. */
export const ALL_COLUMNS: readonly ColumnSetting[] = [
  { key: 'wbs_code', width: 58 },
  { key: 'name', width: 232 },
  { key: 'duration', width: 72 },
  { key: 'start', width: 94 },
  { key: 'finish', width: 94 },
  { key: 'percent_complete', width: 68 },
  { key: 'state', width: 108 },
  { key: 'predecessors', width: 112 },
  { key: 'assignees', width: 132 },
  { key: 'baseline_start', width: 108 },
  { key: 'baseline_finish', width: 108 },
  { key: 'slip', width: 76 },
  { key: 'total_float', width: 76 },
  { key: 'free_float', width: 84 },
  { key: 'constraint', width: 150 },
  { key: 'deadline', width: 94 },
  { key: 'actual_start', width: 94 },
  { key: 'actual_finish', width: 94 },
  { key: 'classification', width: 108 },
  { key: 'cost_minor', width: 124 },
  { key: 'fixed_cost_minor', width: 124 },
  { key: 'actual_cost_minor', width: 124 },
]

const FIRST: ReadonlySet<ColumnKey> = new Set([
  'wbs_code',
  'name',
  'duration',
  'start',
  'finish',
  'percent_complete',
  'predecessors',
  'slip',
])

export const DEFAULT_COLUMNS: readonly ColumnSetting[] = ALL_COLUMNS.filter(({ key }) =>
  FIRST.has(key),
)

export const DEFAULT_LAYERS: Layers = {
  critical: true,
  float: false,
  baseline: true,
  links: true,
  progress: true,
  names: true,
}
