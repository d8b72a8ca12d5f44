import { fill } from '../labels'
import { taskById } from '../model/outline'
import type { PlanLink } from '../model/plan'
import type { GanttProps } from '../props'
import type { MenuItem } from './ActionMenu'
import type { Chart } from './chart'
import { hasMarks } from './Explanation'
import type { Commands, MenuAction } from './useCommands'

/** A menu that is open: for a task or for a link, at a place on the screen. */
export interface OpenMenu {
  x: number
  y: number
  taskId: string | null
  link: PlanLink | null
}

const KEYS: Readonly<Partial<Record<MenuAction, string>>> = {
  open: 'Ctrl+Enter',
  why: 'Shift+F1',
  link: 'Ctrl+F2',
  unlink: 'Ctrl+Shift+F2',
  indent: 'Alt+Shift+→',
  outdent: 'Alt+Shift+←',
  add: 'Insert',
  delete: 'Del',
}

const EDITS: readonly MenuAction[] = ['add', 'indent', 'outdent', 'link', 'unlink', 'delete']

/** What can be done with a task. */
export function taskMenu(
  chart: Chart,
  props: GanttProps,
  commands: Commands,
  taskId: string,
): MenuItem[] {
  if (taskById(chart.plan, taskId)?.stands_for) return []
  const isMany = chart.selected.has(taskId) && chart.selected.size > 1
  const actions: MenuAction[] = []
  if (props.onOpenTask) actions.push('open')
  if (props.onAskWhy) actions.push('why')
  if (hasMarks(taskById(chart.plan, taskId))) actions.push('explain')
  if (!chart.readOnly) {
    const isFixed = chart.plan.whole !== undefined
    actions.push(
      ...EDITS.filter(
        (action) => (isMany || !/link/.test(action)) && !(isFixed && /dent/.test(action)),
      ),
    )
  }
  return actions.map((action) => ({
    key: action,
    label: chart.labels.menu[action],
    keys: KEYS[action],
    isDanger: action === 'delete',
    run: () => commands.act(action, taskId),
  }))
}

/** What can be done with a link. */
export function linkMenu(
  chart: Chart,
  props: GanttProps,
  commands: Commands,
  link: PlanLink,
): MenuItem[] {
  const items: MenuItem[] = []
  if (props.onOpenLink) {
    items.push({
      key: 'open',
      label: chart.labels.menu.open,
      run: () => props.onOpenLink?.(link),
    })
  }
  if (!chart.readOnly) {
    items.push({
      key: 'delete',
      label: chart.labels.linkMenu.delete,
      isDanger: true,
      run: () => void commands.send([{ op: 'delete_link', id: link.id }]),
    })
  }
  return items
}

/** The name a screen reader gives the menu. */
export function menuLabel(chart: Chart, menu: OpenMenu): string {
  const { labels, plan } = chart
  const name = (id: string) => taskById(plan, id)?.name ?? ''
  if (menu.link) {
    const values = { before: name(menu.link.before_id), after: name(menu.link.after_id) }
    return fill(labels.linkMenu.label, values)
  }
  return fill(labels.menu.label, { name: name(menu.taskId ?? '') })
}
