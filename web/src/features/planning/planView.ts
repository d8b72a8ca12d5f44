import { ALL_COLUMNS, DEFAULT_COLUMNS, DEFAULT_LAYERS } from '@/ui/gantt/defaults'
import type { ColumnSetting, LayerKey, Layers } from '@/ui/gantt/props'
import { GROUPINGS, type Grouping } from './grouping'

/** How a person looks at plans: kept in the browser, carried in the address, and to be shared. */
export type PlanView = {
  columns: readonly ColumnSetting[]
  layers: Layers
  group?: Grouping
}

export const DEFAULT_VIEW: PlanView = { columns: DEFAULT_COLUMNS, layers: DEFAULT_LAYERS }

const LAYER_KEYS = Object.keys(DEFAULT_LAYERS) as LayerKey[]
const MOST_WIDTH = 1200
const LEAST_WIDTH = 44

/** The view as one short text: `name.232~start.94!critical~links!assignee`. */
export function writeView({ columns, layers, group }: PlanView): string {
  const shown = columns.map(({ key, width }) => `${key}.${Math.round(width)}`)
  const drawn = LAYER_KEYS.filter((key) => layers[key])
  return [shown.join('~'), drawn.join('~'), group ?? ''].join('!')
}

function readColumns(text: string): readonly ColumnSetting[] {
  const found = new Map<string, ColumnSetting>()
  for (const part of text.split('~')) {
    const [name = '', width] = part.split('.')
    const known = ALL_COLUMNS.find(({ key }) => key === name)
    if (!known) continue
    const wanted = Number(width) || known.width
    found.set(name, { ...known, width: Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, wanted)) })
  }
  // Without the name nobody could tell what a row is.
  return found.has('name') ? [...found.values()] : DEFAULT_COLUMNS
}

/** A view from its text; what cannot be read is as it is at first. */
export function readView(text: string | null | undefined): PlanView {
  const [columns = '', layers, group] = (text ?? '').split('!')
  if (layers === undefined) return DEFAULT_VIEW
  const drawn = new Set(layers.split('~'))
  const flags = LAYER_KEYS.map((key) => [key, drawn.has(key)] as const)
  return {
    columns: readColumns(columns),
    layers: Object.fromEntries(flags) as Record<LayerKey, boolean>,
    group: GROUPINGS.find((choice) => choice === group),
  }
}
