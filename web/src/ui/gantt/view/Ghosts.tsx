import { barOf } from '../geometry/bars'
import type { Scale } from '../geometry/scale'
import type { PlanCrossLink, PlanTask } from '../model/plan'
import { useChart } from './chart'
import { ghostName } from './text'

/** A conflict's sign stands just before the bar. */
const CONFLICT_ROOM = 22
const GAP = 6

interface GhostsProps {
  task: PlanTask
  links: readonly PlanCrossLink[]
  scale: Scale
}

function Ghost({ link, more }: { link: PlanCrossLink; more: number }) {
  const { labels } = useChart()
  const { ghost, direction } = link
  return (
    <em
      className={link.is_driving ? 'zg-ghost is-driving' : 'zg-ghost'}
      data-ghost={ghost.task_id ?? undefined}
      data-ghost-project={ghost.project?.id}
    >
      {direction === 'out' && '→ '}
      {ghostName(ghost, labels)}
      {more > 0 && ` +${more}`}
      {direction === 'in' && ' →'}
    </em>
  )
}

/** Before the bar: the task of another project that it waits for. */
export function GhostsBefore({ task, links, scale }: GhostsProps) {
  const into = links.filter(({ direction }) => direction === 'in')
  const [first] = into
  const box = barOf(task, scale)
  if (!first || !box) return null
  const left = box.left - GAP - (task.conflict === null ? 0 : CONFLICT_ROOM)
  return (
    <span className="zg-ghosts" style={{ left }}>
      <Ghost link={first} more={into.length - 1} />
    </span>
  )
}

/** Behind the name: the task of another project that waits for it. */
export function GhostsAfter({ links }: Pick<GhostsProps, 'links'>) {
  const out = links.filter(({ direction }) => direction === 'out')
  const [first] = out
  return first ? <Ghost link={first} more={out.length - 1} /> : null
}
