import type { RefObject } from 'react'
import { type Command, useCommands } from '@/lib/commands'
import type { PlanModel } from '@/ui/gantt/model/plan'
import type { GanttHandle } from '@/ui/gantt/props'
import { ZOOMS, type Zoom } from './search'
import { usePlanAddress } from './usePlanAddress'

type PlanOffers = {
  plan: PlanModel
  gantt: RefObject<GanttHandle | null>
  onZoom: (zoom: Zoom) => void
  undo: () => unknown
  redo: () => unknown
}

/** Offers by name what the toolbar of the plan does. */
export function usePlanOffers({ plan, gantt, onZoom, undo, redo }: PlanOffers) {
  const { search, show } = usePlanAddress()
  const mayEdit = (plan.project.permissions ?? []).includes('planning.edit_plan')
  const name = (key: string) => `planning:command.${key}`

  const editing: Command[] = [
    {
      id: 'plan.addTask',
      title: name('addTask'),
      keys: 'Insert',
      run: () => gantt.current?.addTask(),
    },
    ...(plan.can_undo ? [{ id: 'plan.undo', title: name('undo'), keys: 'Ctrl+Z', run: undo }] : []),
    ...(plan.can_redo ? [{ id: 'plan.redo', title: name('redo'), keys: 'Ctrl+Y', run: redo }] : []),
  ]
  const isCritical = search.show === 'critical'
  useCommands([
    ...(mayEdit ? editing : []),
    {
      id: 'plan.critical',
      title: name(isCritical ? 'showAll' : 'showCritical'),
      run: () => show({ show: isCritical ? undefined : 'critical' }),
    },
    { id: 'plan.fit', title: name('fit'), run: () => gantt.current?.zoomToFit() },
    ...ZOOMS.map((zoom) => ({
      id: `plan.zoom.${zoom}`,
      title: name(`zoom.${zoom}`),
      run: () => onZoom(zoom),
    })),
    { id: 'plan.variances', title: name('variances'), run: () => show({ panel: 'variances' }) },
    { id: 'plan.comparison', title: name('comparison'), run: () => show({ panel: 'comparison' }) },
    { id: 'plan.history', title: name('history'), run: () => show({ panel: 'history' }) },
    { id: 'plan.settings', title: name('settings'), run: () => show({ panel: 'settings' }) },
    {
      id: 'plan.table',
      title: name(search.table ? 'asChart' : 'asTable'),
      run: () => show({ table: search.table ? undefined : true }),
    },
  ])
}
