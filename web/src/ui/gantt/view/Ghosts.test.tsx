import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import { DEFAULT_LAYERS } from '../defaults'
import { Gantt } from '../Gantt'
import { zoomOf } from '../geometry/zoom'
import english from '../locales/en.json'
import { parseMoment } from '../model/moments'
import { parsePlan } from '../model/parse'
import { patchPlan } from '../model/patch'
import type { GhostTask, PlanCrossLink } from '../model/plan'
import { linkTable, samplePayload, taskTable } from '../model/samplePlan'
import type { GanttProps } from '../props'

beforeAll(() => {
  Object.defineProperty(HTMLElement.prototype, 'clientWidth', { get: () => 1200 })
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { get: () => 692 })
})

afterEach(cleanup)

const seen: GhostTask = {
  task_id: 's1',
  name: 'Tool accepted',
  project: { id: 'p2', key: 'PRJ-2026-0002', name: 'Tooling' },
  start: '2026-03-02T08:00',
  finish: '2026-03-03T17:00',
  percent_complete: 0,
  is_critical: true,
  is_removed: false,
}
const hidden: GhostTask = {
  ...{ task_id: null, name: null, project: null, start: null, finish: null },
  ...{ percent_complete: null, is_critical: null, is_removed: false, _locked: ['name'] },
}
const link = (id: string, direction: 'in' | 'out', ghost: GhostTask): PlanCrossLink => ({
  ...{ id, direction, ghost, task_id: 'a', type: 'fs', lag: 0, lag_unit: 'working' },
  is_driving: direction === 'in',
})

const plan = parsePlan({
  ...samplePayload([
    { id: 'a', name: 'Pilot run', start: '2026-03-04T08:00', finish: '2026-03-05T17:00' },
  ]),
  cross_links: [link('x', 'in', seen), link('y', 'out', hidden)],
})

const chart = (props: Partial<GanttProps>) => (
  <Gantt
    plan={plan}
    labels={english}
    locale="en"
    selection={[]}
    collapsed={new Set()}
    layers={DEFAULT_LAYERS}
    zoom={zoomOf('day')}
    today={parseMoment('2026-03-04T09:00') ?? 0}
    onSelect={() => {}}
    onCollapsedChange={() => {}}
    {...props}
  />
)

it('stands beside the bar, and leads to its own project', () => {
  const onOpenGhost = vi.fn()
  render(chart({ onOpenGhost }))

  fireEvent.click(screen.getByText('PRJ-2026-0002 Tool accepted →'))

  expect(onOpenGhost).toHaveBeenCalledWith('p2', 's1')
  expect(screen.getByText('→ a task of another project')).toBeInTheDocument()
})

it('is told in words in the table', () => {
  render(chart({ asTable: true }))

  expect(
    screen.getByRole('cell', {
      name: 'task, waits for PRJ-2026-0002 Tool accepted, a task of another project waits for it',
    }),
  ).toBeInTheDocument()
})

it('comes and goes with the answer of an edit, and stays where that tells nothing of it', () => {
  const answer = {
    ...{ plan_version: 2, can_undo: true, can_redo: false },
    ...{ tasks: taskTable([]), links: linkTable([]), removed_task_ids: [], removed_link_ids: [] },
  }

  expect(patchPlan(plan, answer).crossByTask).toBe(plan.crossByTask)
  expect(patchPlan(plan, { ...answer, cross_links: [] }).crossByTask.size).toBe(0)
})
