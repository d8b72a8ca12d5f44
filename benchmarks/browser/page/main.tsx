/** The Gantt component alone on a page, fed from `plan.json` beside it; options in the address. */
import { useMemo, useRef, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { DEFAULT_LAYERS } from '@/ui/gantt/defaults'
import { Gantt } from '@/ui/gantt/Gantt'
import { zoomOf } from '@/ui/gantt/geometry/zoom'
import english from '@/ui/gantt/locales/en.json'
import chinese from '@/ui/gantt/locales/zh-CN.json'
import { parseMoment } from '@/ui/gantt/model/moments'
import { parsePlan } from '@/ui/gantt/model/parse'
import type { PlanPayload } from '@/ui/gantt/model/plan'
import type { GanttHandle, ZoomLevel } from '@/ui/gantt/props'

const options = new URLSearchParams(location.search)
const locale = options.get('lang') ?? 'en'
document.documentElement.dataset.theme = options.get('theme') ?? 'light'
document.documentElement.lang = locale

function Page({ payload }: { payload: PlanPayload }) {
  const [plan] = useState(() => parsePlan(payload))
  const [selection, setSelection] = useState<string[]>([])
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set())
  const [zoom, setZoom] = useState(zoomOf((options.get('zoom') ?? 'week') as ZoomLevel))
  const handle = useRef<GanttHandle>(null)
  const layers = useMemo(() => ({ ...DEFAULT_LAYERS, float: options.get('float') === '1' }), [])
  const statusAt = plan.project.status_date ? parseMoment(plan.project.status_date) : null
  Object.assign(window, { gantt: handle, edits: [] })
  return (
    <Gantt
      ref={handle}
      plan={plan}
      labels={locale === 'en' ? english : chinese}
      locale={locale}
      selection={selection}
      collapsed={collapsed}
      layers={layers}
      zoom={zoom}
      today={parseMoment(options.get('today') ?? '2026-06-01T09:00') ?? 0}
      statusAt={statusAt}
      asTable={options.get('table') === '1'}
      search={options.get('search') ?? ''}
      onSelect={setSelection}
      onCollapsedChange={setCollapsed}
      onZoomChange={setZoom}
      onOpenTask={() => {}}
      onAskWhy={() => {}}
      onEdit={(operations) => {
        ;(window as unknown as { edits: unknown[] }).edits.push(...operations)
        return new Promise((settle) => setTimeout(settle, 200))
      }}
    />
  )
}

const answer = await fetch('plan.json')
const payload: PlanPayload = await answer.json()
createRoot(document.getElementById('root') as HTMLElement).render(<Page payload={payload} />)
