import type { Ghost } from '../edit/drag'
import { BAR_HEIGHT, BAR_TOP, barOf } from '../geometry/bars'
import { pathThrough, routeBetween } from '../geometry/routes'
import { rowHeight } from '../geometry/rows'
import { fill } from '../labels'
import { taskById } from '../model/outline'
import type { PlanTask } from '../model/plan'
import { Bar } from './Bar'
import { type Chart, rowOfTask, useChart } from './chart'
import { momentText, percentText } from './text'
import type { Drag } from './useBarDrag'

function ghostTask(chart: Chart, ghost: Ghost): PlanTask | null {
  const task = taskById(chart.plan, ghost.taskId)
  if (!task) return null
  const { start, finish, percent_complete } = ghost
  return { ...task, start, finish, percent_complete, pieces: [] }
}

/** Bars as they would lie; also while the server works the answer out. */
export function Ghosts({ ghosts }: { ghosts: readonly Ghost[] }) {
  const chart = useChart()
  return ghosts.map((ghost) => {
    const task = ghostTask(chart, ghost)
    const row = rowOfTask(chart, ghost.taskId)
    if (!task || row < 0) return null
    return (
      <div key={ghost.taskId} className="zg-bar-row is-ghost" style={{ top: row * rowHeight() }}>
        <Bar task={task} scale={chart.scale} layers={chart.layers} isHot={false} />
      </div>
    )
  })
}

function DrawnLink({ drag }: { drag: Drag }) {
  const chart = useChart()
  const { grip, at, target } = drag
  const before = taskById(chart.plan, grip.taskId)
  const box = before && barOf(before, chart.scale)
  const row = rowOfTask(chart, grip.taskId)
  if (!box || row < 0) return null
  const startX = grip.kind === 'link-start' ? box.left : box.left + box.width
  const startY = row * rowHeight() + BAR_TOP + BAR_HEIGHT / 2
  const after = target ? taskById(chart.plan, target.taskId) : undefined
  const afterBox = after && barOf(after, chart.scale)
  const path =
    target?.isAllowed && afterBox
      ? pathThrough(routeBetween(target.type, box, row, afterBox, rowOfTask(chart, target.taskId)))
      : `M${startX},${startY}L${at.x},${at.y}`
  return (
    <svg
      className={`zg-drawn${target && !target.isAllowed ? ' is-refused' : ''}`}
      aria-hidden="true"
    >
      <path d={path} />
      <circle cx={startX} cy={startY} r={4} />
    </svg>
  )
}

/** What the tooltip of a drag says. */
export function dragText(chart: Chart, drag: Drag): string {
  const { labels, plan } = chart
  const { grip, ghosts, target } = drag
  const held = taskById(plan, grip.taskId)
  if (!held) return ''
  if (grip.kind === 'link-start' || grip.kind === 'link-finish') {
    const after = target ? taskById(plan, target.taskId) : undefined
    if (!target || !after || !target.isAllowed) return held.name
    const type = labels.links[target.type]
    return fill(labels.tooltip.link, { type, before: held.name, after: after.name })
  }
  const ghost = ghosts.find(({ taskId }) => taskId === grip.taskId)
  if (!ghost) return ''
  if (grip.kind === 'progress') {
    const percent = percentText(ghost.percent_complete, labels.units)
    return fill(labels.tooltip.progress, { percent })
  }
  if (held.kind === 'milestone') return momentText(ghost.finish)
  const values = { start: momentText(ghost.start), finish: momentText(ghost.finish) }
  return fill(labels.tooltip.move, values)
}

/** What is drawn while a bar or a link is being dragged. */
export function DragLayer({ drag }: { drag: Drag }) {
  const chart = useChart()
  const isLink = drag.grip.kind === 'link-start' || drag.grip.kind === 'link-finish'
  const ghost = drag.ghosts.find(({ taskId }) => taskId === drag.grip.taskId)
  const task = ghost && ghostTask(chart, ghost)
  const box = task && barOf(task, chart.scale)
  const row = isLink ? drag.at.y / rowHeight() - 0.2 : rowOfTask(chart, drag.grip.taskId)
  const left = isLink || !box ? drag.at.x : box.left + box.width / 2
  return (
    <>
      <Ghosts ghosts={drag.ghosts} />
      {isLink && <DrawnLink drag={drag} />}
      <div className="zg-drag-tip" style={{ left, top: row * rowHeight() }} role="status">
        {dragText(chart, drag)}
      </div>
    </>
  )
}
