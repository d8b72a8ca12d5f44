import { useSuspenseQuery } from '@tanstack/react-query'
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '@/lib/session'
import { DEFAULT_LAYERS } from '@/ui/gantt/defaults'
import { Gantt } from '@/ui/gantt/Gantt'
import { levelOf, zoomOf } from '@/ui/gantt/geometry/zoom'
import type { GanttLabels } from '@/ui/gantt/labels'
import { parseMoment } from '@/ui/gantt/model/moments'
import type { GanttHandle, Layers } from '@/ui/gantt/props'
import { useDocumentTitle } from '@/ui/Page'
import { PlanPanel } from '../components/PlanPanel'
import { PlanToolbar } from '../components/PlanToolbar'
import { nowOn, openingOf, timelineWidth } from '../opening'
import { planQuery } from '../queries'
import { taskFilter } from '../taskFilter'
import { useCollapsed } from '../useCollapsed'
import { useMarkedTasks } from '../useMarkedTasks'
import { usePlanAddress } from '../usePlanAddress'
import { usePlanCommands } from '../usePlanCommands'

/** The plan as a Gantt chart: edited here, scheduled on the server. */
export function PlanPage() {
  const { projectId } = usePlanAddress()
  return <PlanView key={projectId} />
}

function PlanView() {
  const { t, i18n } = useTranslation(['planning', 'gantt'])
  const { projectId, search, show } = usePlanAddress()
  const { data: plan } = useSuspenseQuery(planQuery(projectId, search.baseline))
  const { server_date } = useSession()
  const gantt = useRef<GanttHandle>(null)
  const { edit, undo, redo } = usePlanCommands(projectId, search.baseline)
  const today = nowOn(server_date, new Date())
  const statusAt = parseMoment(plan.project.status_date ?? '')
  const [collapsed, setCollapsed] = useCollapsed(projectId)
  const [opening] = useState(() =>
    openingOf(plan, collapsed, statusAt ?? today, timelineWidth(), search.zoom),
  )
  const [zoom, setZoom] = useState(opening.zoom)
  const [layers, setLayers] = useState<Layers>(DEFAULT_LAYERS)
  const [selection, setSelection] = useState<readonly string[]>(search.task ? [search.task] : [])
  const text = useDeferredValue(search.q)
  const filter = useMemo(() => taskFilter(text, search.show), [text, search.show])
  const marked = useMarkedTasks(projectId, search, plan.plan_version)
  useDocumentTitle(`${t('plan')} · ${plan.project.name}`)

  const linked = useRef(search.task)
  useEffect(() => {
    if (linked.current) gantt.current?.scrollToTask(linked.current)
  }, [])

  const mayEdit = (plan.project.permissions ?? []).includes('planning.edit_plan')
  const openTask = (task: string) => show({ panel: 'task', task })
  const goToTask = (task: string) => {
    setSelection([task])
    gantt.current?.scrollToTask(task)
  }

  return (
    <div className="plan">
      <h2 className="visually-hidden">{t('plan')}</h2>
      <PlanToolbar
        plan={plan}
        gantt={gantt}
        zoom={levelOf(zoom)}
        layers={layers}
        onLayers={setLayers}
        onZoom={(level) => {
          setZoom(zoomOf(level))
          show({ zoom: level })
        }}
        onCollapsed={setCollapsed}
        undo={undo}
        redo={redo}
      />
      <div className="plan-body">
        <div className="plan-chart">
          <Gantt
            ref={gantt}
            plan={plan}
            labels={i18n.getResourceBundle(i18n.language, 'gantt') as GanttLabels}
            locale={i18n.language}
            selection={selection}
            collapsed={collapsed}
            layers={layers}
            zoom={zoom}
            today={today}
            statusAt={statusAt}
            initialView={opening}
            readOnly={!mayEdit}
            asTable={search.table}
            search={text}
            filter={filter}
            marked={marked}
            onSelect={setSelection}
            onCollapsedChange={setCollapsed}
            onEdit={edit}
            onOpenTask={openTask}
            onOpenLink={({ after_id }) => openTask(after_id)}
            onAskWhy={(task) => show({ panel: 'why', task })}
            onZoomChange={(pixelsPerDay, level) => {
              setZoom(pixelsPerDay)
              if (level !== (search.zoom ?? levelOf(opening.zoom))) show({ zoom: level })
            }}
            onUndo={undo}
            onRedo={redo}
          />
        </div>
        <PlanPanel plan={plan} readOnly={!mayEdit} onEdit={edit} onGoToTask={goToTask} />
      </div>
    </div>
  )
}
