import {
  BAR_HEIGHT,
  BAR_TOP,
  type BarBox,
  barOf,
  baselineOf,
  baselineTops,
  doneShare,
  floatOf,
  type Span,
  spanOf,
} from '../geometry/bars'
import { arrowAt, linkRows, pathThrough, visibleRoutes } from '../geometry/routes'
import { HEAD_HEIGHT, rowHeight, type VisibleRows } from '../geometry/rows'
import { momentAt, type Scale, ticks, xOf } from '../geometry/scale'
import { type Tier, tiersOf } from '../geometry/zoom'
import type { GanttLabels } from '../labels'
import { idleDays } from '../model/calendar'
import type { Moment } from '../model/moments'
import { occurrencesOf } from '../model/outline'
import type { PlanModel, PlanTask } from '../model/plan'
import type { BaselineLayer, ColumnSetting, Layers } from '../props'
import { cellText } from '../view/text'
import { tickText } from '../view/tickText'
import { type Painter, widthOf } from './painter'

/** All that is needed to draw the chart without a screen. */
export interface Drawn {
  plan: PlanModel
  rows: VisibleRows
  scale: Scale
  columns: readonly ColumnSetting[]
  layers: Layers
  labels: GanttLabels
  locale: string
  today: Moment
  statusAt: Moment | null
  otherBaselines: readonly BaselineLayer[]
}

/** Part of the chart: rows `[from, to)` and pixels of the timeline. */
export interface Part {
  rows: readonly [number, number]
  columns: readonly [number, number]
}

/** Paper is white, so files and prints have one set of colours, those of the light theme. */
const INK = {
  text: '#1f2329',
  muted: '#646a73',
  surface: '#ffffff',
  head: '#f4f5f7',
  line: '#e6e8ec',
  edge: '#cfd3d9',
  idle: '#f4f5f6',
  bar: '#b9c9f2',
  done: '#4f78dd',
  critical: '#f5b5ae',
  criticalDone: '#d83931',
  near: '#fbd9a8',
  nearDone: '#d9822b',
  summary: '#4e5661',
  float: '#9aa2ae',
  link: '#a3aab5',
  today: '#2f5bd0',
  status: '#7a48d8',
  early: '#24793b',
} as const

const BASELINES = ['#b9bfc8', '#a98be0', '#7db58d'] as const
const INDENT = 16
const NAME_ROOM = 280
const NAME_SIZE = 11
/** Least pixels of a day for shading days off. */
const DAY_SHADE = 3

export function gridWidthOf(columns: readonly ColumnSetting[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0)
}

const NUMBERS: ReadonlySet<string> = new Set([
  'duration',
  'percent_complete',
  'slip',
  'total_float',
  'free_float',
])

function drawGrid(paint: Painter, { plan, rows, columns, labels }: Drawn, part: Part) {
  const width = gridWidthOf(columns)
  paint.rect(0, 0, width, HEAD_HEIGHT, { fill: INK.head })
  let left = 0
  for (const { key, width: most } of columns) {
    const isNumber = NUMBERS.has(key)
    const x = isNumber ? left + most - 8 : left + 8
    const align = isNumber ? 'end' : 'start'
    const head = { fill: INK.muted, align, most: most - 12 } as const
    paint.text(x, HEAD_HEIGHT - 9, labels.columns[key], head)
    for (let row = part.rows[0]; row < part.rows[1]; row++) {
      const index = rows.taskAt[row] ?? -1
      const task = plan.tasks[index]
      if (!task) continue
      const isName = key === 'name'
      const inset = isName ? ((plan.outline.level[index] ?? 1) - 1) * INDENT : 0
      const y = HEAD_HEIGHT + (row - part.rows[0]) * rowHeight() + 20
      paint.text(x + inset, y, cellText(plan, task, key, labels), {
        fill: INK.text,
        align,
        most: most - 12 - inset,
        isBold: isName && task.kind === 'summary',
      })
    }
    left += most
  }
}

function drawTier(paint: Painter, drawn: Drawn, tier: Tier, isUpper: boolean, part: Part) {
  const { scale, locale, labels } = drawn
  const [from, to] = part.columns.map((x) => momentAt(scale, x)) as [Moment, Moment]
  for (const [start, end] of ticks(tier.unit, from, to, tier.step)) {
    const left = xOf(scale, start)
    const width = xOf(scale, end) - left
    const height = HEAD_HEIGHT / 2
    const y = isUpper ? 0 : height
    paint.path(`M${left},${y}V${y + height}`, { stroke: isUpper ? INK.edge : INK.line })
    // The name of a tick that began on the sheet before stands at the edge of this one.
    const seen = Math.max(left, part.columns[0])
    const text = tickText(tier, start, width, isUpper, locale, labels.time)
    const most = left + width - seen - 6
    if (isUpper) paint.text(seen + 6, y + 17, text, { fill: INK.text, most, isBold: true })
    else if (width >= 8) {
      const middle = left + width / 2
      paint.text(middle, y + 17, text, { fill: INK.muted, size: 11, align: 'middle', most: width })
    }
  }
}

function drawGround(paint: Painter, { plan, scale }: Drawn, part: Part, height: number) {
  const [from, to] = part.columns.map((x) => momentAt(scale, x)) as [Moment, Moment]
  if (scale.pixelsPerDay >= DAY_SHADE) {
    for (const [start, end] of idleDays(plan.projectCalendar, from, to)) {
      const left = xOf(scale, start)
      paint.rect(left, 0, xOf(scale, end) - left, height, { fill: INK.idle })
    }
  }
  const [, lower] = tiersOf(scale.pixelsPerDay)
  for (const [at] of ticks(lower.unit, from, to, lower.step)) {
    paint.path(`M${Math.round(xOf(scale, at)) + 0.5},0V${height}`, { stroke: INK.line })
  }
}

function coloursOf(task: PlanTask, layers: Layers) {
  if (layers.critical && task.is_critical) return { fill: INK.critical, done: INK.criticalDone }
  if (layers.critical && task.is_near_critical) return { fill: INK.near, done: INK.nearDone }
  return { fill: INK.bar, done: INK.done }
}

function drawSummary(paint: Painter, box: BarBox, y: number) {
  const { left, width } = box
  const [top, bottom] = [y + 9, y + 22]
  const foot = Math.min(6, width / 2)
  paint.path(
    `M${left},${bottom}V${top}H${left + width}V${bottom}L${left + width - foot},${top + 7}H${left + foot}Z`,
    { fill: INK.summary },
  )
}

/** A hammock hangs between its two ends. */
function drawHammock(paint: Painter, { left, width }: BarBox, y: number) {
  for (let x = left; x < left + width; x += 8) {
    paint.rect(x, y + 10, Math.min(5, left + width - x), 8, { fill: INK.float })
  }
  for (const x of [left, left + width - 3]) paint.rect(x, y + 10, 3, 8, { fill: INK.summary })
}

/** The spans of a bar that is not in one piece: of a split task, or the occurrences of another. */
function piecesOf({ plan, scale }: Drawn, task: PlanTask): Span[] | null {
  const occurrences = occurrencesOf(plan, task)
  if (occurrences) return occurrences.flatMap((one) => barOf(one, scale) ?? [])
  if (task.pieces.length === 0) return null
  return task.pieces.map(([from, to]) => spanOf(scale, from, to))
}

function drawBar(paint: Painter, drawn: Drawn, task: PlanTask, box: BarBox, y: number) {
  const { layers } = drawn
  const { fill, done } = coloursOf(task, layers)
  const middle = y + BAR_TOP + BAR_HEIGHT / 2
  const border = task.is_critical && layers.critical ? INK.criticalDone : undefined
  if (box.isMilestone) {
    const x = box.left + box.width / 2
    const ink = { fill: border ?? INK.summary }
    paint.path(`M${x - 8},${middle}L${x},${middle - 8}L${x + 8},${middle}L${x},${middle + 8}Z`, ink)
    return
  }
  if (task.kind === 'hammock') return drawHammock(paint, box, y)
  const pieces = piecesOf(drawn, task)
  if (task.kind === 'summary' && !pieces) return drawSummary(paint, box, y)
  const spans = pieces ?? [box]
  if (pieces) {
    paint.path(`M${box.left},${middle}h${box.width}`, { stroke: INK.float, width: 1.5 })
  }
  const share = layers.progress ? doneShare(task) : 0
  let left = share * spans.reduce((sum, { width }) => sum + width, 0)
  for (const span of spans) {
    paint.rect(span.left, y + BAR_TOP, span.width, BAR_HEIGHT, { fill, stroke: border }, 3)
    const here = Math.max(0, Math.min(span.width, left))
    left -= span.width
    if (here > 0) paint.rect(span.left, y + BAR_TOP, here, BAR_HEIGHT, { fill: done }, 3)
  }
}

function drawMarks(
  paint: Painter,
  { scale, layers, otherBaselines }: Drawn,
  task: PlanTask,
  y: number,
) {
  if (layers.baseline) {
    const spans = [
      baselineOf(task, scale),
      ...otherBaselines.map(({ spans: dates }) => {
        const dated = dates.get(task.id)
        return dated ? spanOf(scale, dated[0], dated[1]) : null
      }),
    ]
    const tops = baselineTops(spans.length)
    spans.forEach((span, at) => {
      const top = tops[at]
      if (!span || top === undefined) return
      paint.rect(span.left, y + top, span.width, 2.5, { fill: BASELINES[at] }, 1)
    })
  }
  const tail = layers.float ? floatOf(task, scale) : null
  if (tail) {
    const stroke = tail.isNegative ? INK.criticalDone : INK.float
    paint.path(`M${tail.left},${y + 14}h${tail.width}`, { stroke, width: 1.5 })
  }
  if (task.deadline !== null) {
    const x = xOf(scale, task.deadline)
    const isMissed = task.finish !== null && task.finish > task.deadline
    const ink = { fill: isMissed ? INK.criticalDone : INK.early }
    paint.path(`M${x - 5},${y + 9}H${x + 5}L${x},${y + 16}Z`, ink)
  }
}

function drawLinks(paint: Painter, { plan, rows, scale, layers }: Drawn, part: Part) {
  if (!layers.links) return
  const ends = linkRows(plan, rows)
  const all = Number.POSITIVE_INFINITY
  const routes = visibleRoutes(plan, rows, ends, scale, part, undefined, all)
  for (const { points, isCritical, isNear } of routes) {
    const stroke =
      isCritical && layers.critical
        ? INK.criticalDone
        : isNear && layers.critical
          ? INK.nearDone
          : INK.link
    paint.path(pathThrough(points), { stroke })
    paint.path(arrowAt(points), { fill: stroke })
  }
}

function drawRows(paint: Painter, drawn: Drawn, part: Part) {
  const { plan, rows, scale, layers } = drawn
  for (let row = part.rows[0]; row < part.rows[1]; row++) {
    const task = plan.tasks[rows.taskAt[row] ?? -1]
    const box = task && barOf(task, scale)
    if (!task || !box) continue
    const y = row * rowHeight()
    const right = box.left + box.width
    if (right + NAME_ROOM < part.columns[0] || box.left > part.columns[1]) continue
    drawMarks(paint, drawn, task, y)
    drawBar(paint, drawn, task, box, y)
    if (!layers.names) continue
    const name = task.assignees ? `${task.name} · ${task.assignees}` : task.name
    const width = Math.min(NAME_ROOM, widthOf(name, NAME_SIZE))
    // Links that pass behind a name must not cross its letters out.
    paint.rect(right + 10, y + 6, width + 4, 16, { fill: INK.surface })
    paint.text(right + 12, y + 18, name, { fill: INK.muted, most: NAME_ROOM, size: NAME_SIZE })
  }
}

function drawDateLine(paint: Painter, x: number, height: number, stroke: string, dash?: number[]) {
  paint.path(`M${x},0V${height}`, { stroke, width: 1.5, dash })
}

/** Draws part of the chart, columns and dates included, with its upper left corner at `top`. */
export function drawChart(paint: Painter, drawn: Drawn, part: Part, top = 0) {
  const { scale, columns, today, statusAt } = drawn
  const gridWidth = gridWidthOf(columns)
  const nRows = part.rows[1] - part.rows[0]
  const [left, right] = part.columns
  const time = right - left
  const height = nRows * rowHeight()
  const bottom = top + HEAD_HEIGHT + height
  paint.within([0, top, gridWidth, HEAD_HEIGHT + height], 0, 0, () => drawGrid(paint, drawn, part))
  const [upper, lower] = tiersOf(scale.pixelsPerDay)
  paint.rect(gridWidth, top, time, HEAD_HEIGHT, { fill: INK.head })
  paint.within([gridWidth, top, time, HEAD_HEIGHT], left, 0, () => {
    drawTier(paint, drawn, upper, true, part)
    drawTier(paint, drawn, lower, false, part)
  })
  const body = [gridWidth, top + HEAD_HEIGHT, time, height] as const
  paint.within(body, left, 0, () => drawGround(paint, drawn, part, height))
  for (let row = 0; row <= nRows; row++) {
    const y = top + HEAD_HEIGHT + row * rowHeight() - 0.5
    paint.path(`M0,${y}H${gridWidth + time}`, { stroke: INK.line })
  }
  paint.within(body, left, 0, () => {
    if (statusAt !== null) drawDateLine(paint, xOf(scale, statusAt), height, INK.status, [5, 3])
    drawDateLine(paint, xOf(scale, today), height, INK.today)
  })
  paint.within(body, left, part.rows[0] * rowHeight(), () => {
    drawLinks(paint, drawn, part)
    drawRows(paint, drawn, part)
  })
  paint.path(
    `M${gridWidth + 0.5},${top}V${bottom}M0,${top + HEAD_HEIGHT - 0.5}H${gridWidth + time}`,
    {
      stroke: INK.edge,
    },
  )
}

/** The line above a sheet: the project on the left, the sheet's number on the right. */
export function drawTitle(paint: Painter, width: number, title: string, note: string) {
  paint.text(0, 20, title, { fill: INK.text, size: 15, isBold: true, most: width - 260 })
  paint.text(width, 20, note, { fill: INK.muted, size: 11, align: 'end', most: 250 })
}

/** Covers the ground with the colour of paper. */
export function drawPaper(paint: Painter, width: number, height: number) {
  paint.rect(0, 0, width, height, { fill: INK.surface })
}
