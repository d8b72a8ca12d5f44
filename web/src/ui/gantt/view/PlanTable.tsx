import { useMemo, useState } from 'react'
import { ALL_COLUMNS } from '../defaults'
import { matchTasks, visibleRows } from '../geometry/rows'
import { fill } from '../labels'
import type { PlanTask } from '../model/plan'
import type { GanttProps } from '../props'
import { stateText } from './stateText'
import { cellText } from './text'

const PAGE = 200

function Row({ props, index }: { props: GanttProps; index: number }) {
  const { plan, labels } = props
  const task = plan.tasks[index] as PlanTask
  const indent = ((plan.outline.level[index] ?? 1) - 1) * 16
  return (
    <tr>
      <td>{task.number}</td>
      {ALL_COLUMNS.map(({ key }) => {
        const text = cellText(plan, task, key, labels)
        return key === 'name' ? (
          <th key={key} scope="row" style={{ paddingLeft: 8 + indent }}>
            {props.onOpenTask ? (
              <button type="button" onClick={() => props.onOpenTask?.(task.id)}>
                {text}
              </button>
            ) : (
              text
            )}
          </th>
        ) : (
          <td key={key}>{text}</td>
        )
      })}
      <td>{stateText(props, task)}</td>
    </tr>
  )
}

/** Everything the chart shows as a plain table, page by page: for a screen reader, or to copy from. */
export function PlanTable(props: GanttProps) {
  const { plan, collapsed, filter, labels } = props
  const [page, setPage] = useState(0)
  const rows = useMemo(
    () => visibleRows(plan, collapsed, matchTasks(plan, filter)),
    [plan, collapsed, filter],
  )
  const total = rows.taskAt.length
  const first = Math.min(page, Math.floor(Math.max(0, total - 1) / PAGE)) * PAGE
  const last = Math.min(total, first + PAGE)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard
    <section className="zg-table" aria-label={labels.chart} tabIndex={0}>
      <table>
        <caption>{fill(labels.table.range, { from: first + 1, to: last, total })}</caption>
        <thead>
          <tr>
            <th scope="col">{labels.table.number}</th>
            {ALL_COLUMNS.map(({ key }) => (
              <th key={key} scope="col">
                {labels.columns[key]}
              </th>
            ))}
            <th scope="col">{labels.table.state}</th>
          </tr>
        </thead>
        <tbody>
          {Array.from(rows.taskAt.subarray(first, last), (index) => (
            <Row key={index} props={props} index={index} />
          ))}
        </tbody>
      </table>
      {total > PAGE && (
        <p className="zg-pages">
          <button type="button" disabled={first === 0} onClick={() => setPage(page - 1)}>
            {labels.table.previous}
          </button>
          <button type="button" disabled={last === total} onClick={() => setPage(page + 1)}>
            {labels.table.next}
          </button>
        </p>
      )}
    </section>
  )
}
