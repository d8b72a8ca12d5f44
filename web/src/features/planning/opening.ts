import { zoomOf } from '@/ui/gantt/geometry/zoom'
import { MINUTES_PER_DAY, type Moment, parseMoment } from '@/ui/gantt/model/moments'
import type { PlanModel, PlanTask } from '@/ui/gantt/model/plan'
import type { Zoom } from './search'

export type Opening = { zoom: number; left_at: Moment; first_row: number }

/** Pixels that the rail and the grid take beside the timeline, about. */
const BESIDE = 760
const NARROWEST = 360
const AIR = 48
/** Room for the names beside the last bars of a plan that is shown whole. */
const NAME_ROOM = 148
const ROWS_BEFORE = 3
/** The longest plans, in days, that read well by weeks and by months. */
const BY_WEEKS = 1100
const BY_MONTHS = 4000

export const timelineWidth = (): number => Math.max(NARROWEST, window.innerWidth - BESIDE)

/**
 * How a plan is shown at first: a short one whole, a long one where it stands now, or at its start
 * when it is not running.
 */
export function openingOf(
  plan: Pick<PlanModel, 'span' | 'tasks'>,
  collapsed: ReadonlySet<string>,
  now: Moment,
  width: number,
  level?: Zoom,
): Opening {
  const [from, to] = plan.span
  const days = Math.max(1, (to - from) / MINUTES_PER_DAY)
  const whole = (width - AIR - NAME_ROOM) / days
  const isShort = level === undefined && whole >= zoomOf('week')
  const zoom = isShort ? Math.min(whole, zoomOf('day')) : zoomOf(level ?? levelFor(days))
  const isRunning = !isShort && now > from && now < to
  const left = isRunning ? width / 3 : AIR
  return {
    zoom,
    left_at: (isRunning ? now : from) - (left / zoom) * MINUTES_PER_DAY,
    first_row: isRunning ? rowOfWork(plan.tasks, collapsed, now) : 0,
  }
}

/** The row from which the work of the moment can be seen, with some of what came before it. */
function rowOfWork(tasks: readonly PlanTask[], collapsed: ReadonlySet<string>, now: Moment) {
  const hidden = new Set<string>()
  const shown = tasks.filter(({ id, parent_id }) => {
    const isHidden = parent_id !== null && (collapsed.has(parent_id) || hidden.has(parent_id))
    if (isHidden) hidden.add(id)
    return !isHidden
  })
  const isAtWork = ({ kind, finish }: PlanTask) => kind !== 'summary' && (finish ?? 0) >= now
  return Math.max(0, shown.findIndex(isAtWork) - ROWS_BEFORE)
}

const levelFor = (days: number): Zoom =>
  days <= BY_WEEKS ? 'week' : days <= BY_MONTHS ? 'month' : 'quarter'

/** The day of the server, with the time of day only where the clock shows that very day. */
export function nowOn(serverDate: string, clock: Date): Moment {
  const local = new Date(clock.getTime() - clock.getTimezoneOffset() * 60_000)
  const moment = local.toISOString().slice(0, 16)
  return parseMoment(moment.startsWith(serverDate) ? moment : `${serverDate}T00:00`) ?? 0
}
