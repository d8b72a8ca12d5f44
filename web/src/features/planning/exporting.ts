import { save } from '@/lib/save'
import { DEFAULT_COLUMNS } from '@/ui/gantt/defaults'
import type { Drawn } from '@/ui/gantt/export/draw'
import { pngOf } from '@/ui/gantt/export/png'
import { matchTasks, visibleRows } from '@/ui/gantt/geometry/rows'
import { scaleOf } from '@/ui/gantt/geometry/scale'
import type { GanttHandle, GanttProps } from '@/ui/gantt/props'

export type PngPart = 'whole' | 'seen'

/** What of the page is drawn again outside of it: the same rows, columns and layers. */
export type Shot = Pick<
  GanttProps,
  | 'plan'
  | 'labels'
  | 'locale'
  | 'layers'
  | 'columns'
  | 'collapsed'
  | 'filter'
  | 'zoom'
  | 'today'
  | 'statusAt'
  | 'otherBaselines'
>

/** The chart as it can be drawn without the screen. */
export function drawnOf(shot: Shot): Drawn {
  const { plan, labels, locale, layers, collapsed, filter, zoom, today } = shot
  return {
    plan,
    labels,
    locale,
    layers,
    today,
    rows: visibleRows(plan, collapsed, matchTasks(plan, filter)),
    scale: scaleOf(plan.span, zoom, 0),
    columns: shot.columns ?? DEFAULT_COLUMNS,
    statusAt: shot.statusAt ?? null,
    otherBaselines: shot.otherBaselines ?? [],
  }
}

/** Makes a picture of the whole chart, or of what can be seen of it, and hands it to the browser to save. */
export async function savePng(
  shot: Shot,
  part: PngPart,
  gantt: GanttHandle | null,
  name: string,
  note: string,
) {
  const whole = drawnOf(shot)
  const seen = part === 'seen' ? gantt?.inSight() : undefined
  const drawn = seen ? { ...whole, scale: seen.scale } : whole
  const rows = [0, drawn.rows.taskAt.length] as const
  const columns = [0, drawn.scale.width] as const
  const blob = await pngOf(drawn, seen ?? { rows, columns }, name, note)
  save(blob, `${name}.png`)
}
