import { memo } from 'react'
import { barOf, extentOf, floatOf } from '../geometry/bars'
import { rowHeight } from '../geometry/rows'
import { type Scale, xOf } from '../geometry/scale'
import type { Moment } from '../model/moments'
import { occurrencesOf } from '../model/outline'
import type { PlanCrossLink, PlanTask } from '../model/plan'
import type { BaselineLayer, Layers } from '../props'
import { Bar, BaselineBars, BeforeBar, FloatTail, Marks } from './Bar'
import { type Chart, taskInRow, useChart } from './chart'
import { GhostsAfter, GhostsBefore } from './Ghosts'
import { type Pair, poolOf } from './viewport'

interface BarRowProps {
  task: PlanTask
  row: number
  scale: Scale
  layers: Layers
  isHot: boolean
  isSelected: boolean
  isMarked: boolean
  isFaint: boolean
  hasLink: boolean
  ghosts: readonly PlanCrossLink[]
  others: readonly BaselineLayer[]
  occurrences: readonly PlanTask[] | null
  /** Where a comparison says the task lay before. */
  before: readonly [Moment, Moment] | null
}

const NO_GHOSTS: readonly PlanCrossLink[] = []
/** Room for a name beside its bar, in pixels. */
const NAME_ROOM = 280
/** A deadline this near to the end of a bar pushes the name past it. */
const DEADLINE_REACH = 90

/** Beside the bar, past its float and the first corner of a link that leaves it. */
function labelLeft(task: PlanTask, scale: Scale, layers: Layers, hasLink: boolean): number {
  const box = barOf(task, scale)
  const tail = layers.float ? floatOf(task, scale) : null
  const deadline = task.deadline === null ? 0 : xOf(scale, task.deadline)
  const right = Math.max(box ? box.left + box.width : 0, tail ? tail.left + tail.width : 0)
  const isInTheWay = deadline > right - 6 && deadline < right + DEADLINE_REACH
  return (isInTheWay ? Math.max(deadline, right) : right) + (hasLink ? 14 : 6)
}

/** Everything that is drawn of one task. */
const BarRow = memo(function BarRow(props: BarRowProps) {
  const { task, row, scale, layers, isHot } = props
  const className = [
    'zg-bar-row',
    props.isSelected ? 'is-selected' : '',
    props.isMarked ? 'is-marked' : '',
    props.isFaint ? 'is-faint' : '',
  ]
    .filter(Boolean)
    .join(' ')
  return (
    <div className={className} style={{ top: row * rowHeight() }} data-task-id={task.id}>
      {layers.float && <FloatTail task={task} scale={scale} />}
      {layers.baseline && <BaselineBars task={task} scale={scale} others={props.others} />}
      {props.before && <BeforeBar before={props.before} task={task} scale={scale} />}
      <Bar
        task={task}
        scale={scale}
        layers={layers}
        isHot={isHot}
        occurrences={props.occurrences}
      />
      <Marks task={task} scale={scale} />
      {props.ghosts.length > 0 && <GhostsBefore task={task} links={props.ghosts} scale={scale} />}
      {(layers.names || props.ghosts.length > 0) && (
        <span
          className="zg-bar-name"
          style={{ left: labelLeft(task, scale, layers, props.hasLink) }}
        >
          {layers.names && (task.assignees ? `${task.name} · ${task.assignees}` : task.name)}{' '}
          <GhostsAfter links={props.ghosts} />
        </span>
      )}
    </div>
  )
})

function rowsToDraw(chart: Chart, rows: Pair, columns: Pair): [number, PlanTask][] {
  const found: [number, PlanTask][] = []
  for (let row = rows[0]; row < rows[1]; row++) {
    const task = taskInRow(chart, row)
    const extent = task && extentOf(task, chart.scale)
    if (!task || !extent) continue
    if (extent[1] + NAME_ROOM < columns[0] || extent[0] > columns[1]) continue
    found.push([row, task])
  }
  return found
}

interface BarRowsProps {
  rows: Pair
  columns: Pair
  /** Tasks whose ghost is drawn elsewhere. */
  faint: ReadonlySet<string>
  /** The task whose bar is under the pointer. */
  hot: string | null
}

/** The bars of the rows and columns in sight. */
export const BarRows = memo(function BarRows({ rows, columns, faint, hot }: BarRowsProps) {
  const chart = useChart()
  const { plan, scale, layers, readOnly, selected, marked, otherBaselines, changes } = chart
  const pool = poolOf(chart.viewport)
  return rowsToDraw(chart, rows, columns).map(([row, task]) => (
    <BarRow
      key={row % pool}
      task={task}
      row={row}
      scale={scale}
      layers={layers}
      isHot={!readOnly && (task.id === hot || (selected.size === 1 && selected.has(task.id)))}
      isSelected={selected.has(task.id)}
      isMarked={marked.has(task.id)}
      isFaint={faint.has(task.id)}
      hasLink={layers.links && plan.linkIndex.outOf.has(task.id)}
      ghosts={(layers.links && plan.crossByTask.get(task.id)) || NO_GHOSTS}
      others={otherBaselines}
      occurrences={occurrencesOf(plan, task)}
      before={changes?.get(task.id)?.before ?? null}
    />
  ))
})
