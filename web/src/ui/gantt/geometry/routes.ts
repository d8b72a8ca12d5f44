import type { LinkType, PlanLink, PlanModel, PlanTask } from '../model/plan'
import { BAR_HEIGHT, BAR_TOP, type BarBox, barOf } from './bars'
import { rowHeight, type VisibleRows } from './rows'
import type { Scale } from './scale'

export type Point = readonly [number, number]

/** A drawn link: its corners from the end of one bar to the end of the other. */
export interface Route {
  link: PlanLink
  points: Point[]
  isCritical: boolean
  /** Driven along a path that is nearly critical. */
  isNear: boolean
}

interface End {
  x: number
  row: number
  /** 1 where the line leaves or enters on the right side of the bar, -1 on the left. */
  side: 1 | -1
}

/** Length of the straight piece at a bar before the first corner. */
const STUB = 9
/** How far inside the bar a line from above or below meets it. */
const INSET = 5

const MIDDLE = BAR_TOP + BAR_HEIGHT / 2

function endOf(box: BarBox, row: number, isFinish: boolean): End {
  return {
    x: isFinish ? box.left + box.width : box.left,
    row,
    side: isFinish ? 1 : -1,
  }
}

/** Corners from one end to the other: straight down into the bar where there is room, else around it. */
export function corners(from: End, to: End, isDiamond: boolean): Point[] {
  const y1 = from.row * rowHeight() + MIDDLE
  const y2 = to.row * rowHeight() + MIDDLE
  const goesDown = to.row > from.row
  const dropX = to.x - to.side * (isDiamond ? 7 : INSET)
  const hasRoom =
    from.side !== to.side && (dropX - from.x) * from.side >= (isDiamond ? -0.5 : INSET - 1)
  if (hasRoom && to.row !== from.row) {
    const edge = to.row * rowHeight() + (goesDown ? BAR_TOP : BAR_TOP + BAR_HEIGHT)
    return [
      [from.x, y1],
      [dropX, y1],
      [dropX, edge],
    ]
  }
  const outX = from.x + from.side * STUB
  const inX = to.x + to.side * STUB
  if (from.side === to.side) {
    const x = from.side > 0 ? Math.max(outX, inX) : Math.min(outX, inX)
    return [
      [from.x, y1],
      [x, y1],
      [x, y2],
      [to.x, y2],
    ]
  }
  const between = goesDown ? to.row * rowHeight() : (to.row + 1) * rowHeight()
  return [
    [from.x, y1],
    [outX, y1],
    [outX, between],
    [inX, between],
    [inX, y2],
    [to.x, y2],
  ]
}

const STARTS_AT_FINISH: Readonly<Record<LinkType, boolean>> = {
  fs: true,
  ff: true,
  ss: false,
  sf: false,
}
const ENDS_AT_FINISH: Readonly<Record<LinkType, boolean>> = {
  fs: false,
  ss: false,
  ff: true,
  sf: true,
}

/** The route of a link between two boxes. */
export function routeBetween(
  type: LinkType,
  before: BarBox,
  beforeRow: number,
  after: BarBox,
  afterRow: number,
): Point[] {
  return corners(
    endOf(before, beforeRow, STARTS_AT_FINISH[type]),
    endOf(after, afterRow, ENDS_AT_FINISH[type]),
    after.isMilestone,
  )
}

/** Most links drawn on the screen at once: beyond that a picture shows nothing any more. */
const MOST_ROUTES = 800

export interface RouteWindow {
  rows: readonly [number, number]
  columns: readonly [number, number]
}

/** Row of both ends of every link, worked out once per set of visible rows. */
export function linkRows(plan: PlanModel, rows: VisibleRows): Int32Array {
  const ends = new Int32Array(plan.links.length * 2)
  const { indexById } = plan.outline
  for (let i = 0; i < plan.links.length; i++) {
    const link = plan.links[i] as PlanLink
    ends[2 * i] = rows.rowOf[indexById.get(link.before_id) ?? -1] ?? -1
    ends[2 * i + 1] = rows.rowOf[indexById.get(link.after_id) ?? -1] ?? -1
  }
  return ends
}

const isTight = (task: PlanTask) => task.is_critical || task.is_near_critical

/** Routes that touch a window of rows and columns; of `only` these links where it is given. */
export function visibleRoutes(
  plan: PlanModel,
  rows: VisibleRows,
  ends: Int32Array,
  scale: Scale,
  window: RouteWindow,
  only?: ReadonlySet<string>,
  most = MOST_ROUTES,
): Route[] {
  const routes: Route[] = []
  for (let i = 0; i < plan.links.length && routes.length < most; i++) {
    const a = ends[2 * i] as number
    const b = ends[2 * i + 1] as number
    if (a < 0 || b < 0) continue
    if (Math.max(a, b) < window.rows[0] || Math.min(a, b) >= window.rows[1]) continue
    const before = plan.tasks[rows.taskAt[a] as number] as PlanTask
    const after = plan.tasks[rows.taskAt[b] as number] as PlanTask
    const from = barOf(before, scale)
    const to = barOf(after, scale)
    if (!from || !to) continue
    const left = Math.min(from.left, to.left) - STUB
    const right = Math.max(from.left + from.width, to.left + to.width) + STUB
    if (right < window.columns[0] || left > window.columns[1]) continue
    const link = plan.links[i] as PlanLink
    if (only && !only.has(link.id)) continue
    const isCritical = link.is_driving && before.is_critical && after.is_critical
    routes.push({
      link,
      points: routeBetween(link.type, from, a, to, b),
      isCritical,
      isNear: link.is_driving && !isCritical && isTight(before) && isTight(after),
    })
  }
  return routes
}

/** An SVG path through the corners, each rounded off. */
export function pathThrough(points: readonly Point[], radius = 4): string {
  const [first, ...rest] = points as [Point, ...Point[]]
  let path = `M${first[0]},${first[1]}`
  let previous = first
  rest.forEach((corner, index) => {
    const next = rest[index + 1]
    if (!next) {
      path += `L${corner[0]},${corner[1]}`
      return
    }
    const before = distance(previous, corner)
    const after = distance(corner, next)
    const r = Math.min(radius, before / 2, after / 2)
    if (r > 0) {
      const [ax, ay] = towards(corner, previous, r)
      const [bx, by] = towards(corner, next, r)
      path += `L${ax},${ay}Q${corner[0]},${corner[1]} ${bx},${by}`
    }
    previous = corner
  })
  return path
}

/** The arrow head at the end of a route, as a closed path. */
export function arrowAt(points: readonly Point[], size = 4): string {
  const tip = points.at(-1) as Point
  const from = points.at(-2) as Point
  const [dx, dy] = [Math.sign(tip[0] - from[0]), Math.sign(tip[1] - from[1])]
  const [x, y] = [tip[0] - dx * (size + 1), tip[1] - dy * (size + 1)]
  return `M${tip[0]},${tip[1]}L${x - dy * size},${y - dx * size}L${x + dy * size},${y + dx * size}Z`
}

function distance(a: Point, b: Point): number {
  return Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1])
}

function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to)
  return [from[0] + ((to[0] - from[0]) * by) / length, from[1] + ((to[1] - from[1]) * by) / length]
}

/** The route nearest to a point, if one passes within `reach` pixels. */
export function routeAt(routes: readonly Route[], x: number, y: number, reach = 5): Route | null {
  let best: Route | null = null
  let least = reach
  for (const route of routes) {
    for (let i = 1; i < route.points.length; i++) {
      const away = toSegment(x, y, route.points[i - 1] as Point, route.points[i] as Point)
      if (away <= least) {
        least = away
        best = route
      }
    }
  }
  return best
}

/** Distance from a point to a horizontal or vertical piece. */
function toSegment(x: number, y: number, a: Point, b: Point): number {
  const dx = Math.max(Math.min(a[0], b[0]) - x, 0, x - Math.max(a[0], b[0]))
  const dy = Math.max(Math.min(a[1], b[1]) - y, 0, y - Math.max(a[1], b[1]))
  return Math.hypot(dx, dy)
}
