import type { InputRef } from 'antd'
import {
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useTranslation } from 'react-i18next'
import { useClassName } from '@/lib/classes'
import { useSession } from '@/lib/session'
import { openShell } from '@/lib/shellEvents'
import { Gantt } from '@/ui/gantt/Gantt'
import { levelOf, zoomOf } from '@/ui/gantt/geometry/zoom'
import type { GanttLabels } from '@/ui/gantt/labels'
import { parseMoment } from '@/ui/gantt/model/moments'
import type { PlanModel } from '@/ui/gantt/model/plan'
import type { GanttHandle, GanttProps } from '@/ui/gantt/props'
import { useDocumentTitle } from '@/ui/Page'
import { PlanPanel } from '../components/PlanPanel'
import { PlanToolbar } from '../components/PlanToolbar'
import { MissingParts } from '../components/SavedViews'
import { SelectionBar } from '../components/SelectionBar'
import { useCostedPlan } from '../costs'
import { nowOn, type Opening, openingOf, timelineWidth } from '../opening'
import type { Zoom } from '../search'
import { useCollapsed } from '../useCollapsed'
import { useFindNext } from '../useFindNext'
import { useOpenGhost } from '../useOpenGhost'
import { usePendingPlan } from '../usePendingPlan'
import { usePlanAddress } from '../usePlanAddress'
import { usePlanCommands } from '../usePlanCommands'
import { usePlanKeys } from '../usePlanKeys'
import { usePlanOffers } from '../usePlanOffers'
import { usePlanPicture } from '../usePlanPicture'
import { usePlanView } from '../usePlanView'
import { useOpeningView } from '../useSavedViews'

const openKeys = () => openShell('keys')

/** What the page tells and hears of the others who have the plan open. */
export type Together = Pick<GanttProps, 'presence' | 'onPlace'> & {
  people?: (nameOf: (taskId: string) => string | undefined) => ReactNode
}

/** The plan as a Gantt chart: edited here, scheduled on the server. */
export function PlanPage({ together = ALONE }: { together?: Together }) {
  const { projectId } = usePlanAddress()
  const isOpening = useOpeningView()
  return isOpening ? null : <PlanView key={projectId} together={together} />
}

/** The day, and the one that progress is told for. */
function useDates({ project }: PlanModel) {
  const { server_date } = useSession()
  const today = nowOn(server_date, new Date())
  return { today, statusAt: parseMoment(project.status_date ?? '') }
}

/** The words of the chart, with what the company calls its classes. */
function useGanttLabels(): GanttLabels {
  const { i18n } = useTranslation()
  const className = useClassName()
  const words = i18n.getResourceBundle(i18n.language, 'gantt') as GanttLabels
  const names = [className(0), className(1), className(2), className(3)].join('\n')
  return useMemo(() => {
    const [a = '', b = '', c = '', d = ''] = names.split('\n')
    return { ...words, classes: { 0: a, 1: b, 2: c, 3: d } }
  }, [words, names])
}

const ALONE: Together = {}

const nameOf = ({ tasks, outline }: PlanModel, id: string) =>
  tasks[outline.indexById.get(id) ?? -1]?.name

/** The scale: as fine as the wheel makes it, in the address by its level. */
function useZoom(first: () => Opening) {
  const { search, show } = usePlanAddress()
  const [opening] = useState(first)
  const [zoom, setZoom] = useState(opening.zoom)
  const onZoom = (level: Zoom) => {
    setZoom(zoomOf(level))
    void show({ zoom: level })
  }
  const onZoomChange = (pixelsPerDay: number, level: Zoom) => {
    setZoom(pixelsPerDay)
    if (level !== (search.zoom ?? levelOf(opening.zoom))) void show({ zoom: level })
  }
  return { opening, zoom, onZoom, onZoomChange }
}

/** A task named in the address is brought into sight when the page opens. */
function useLinkedTask(gantt: RefObject<GanttHandle | null>, task: string | undefined) {
  const linked = useRef(task)
  useEffect(() => {
    if (linked.current) gantt.current?.scrollToTask(linked.current)
  }, [gantt])
}

function useGoToTask(gantt: RefObject<GanttHandle | null>, select: (ids: string[]) => void) {
  return useCallback(
    (task: string) => {
      select([task])
      gantt.current?.scrollToTask(task)
    },
    [gantt, select],
  )
}

function PlanView({ together: { people, ...seen } }: { together: Together }) {
  const { t, i18n } = useTranslation(['planning', 'gantt'])
  const { projectId, search, show } = usePlanAddress()
  const { plan: held, pending } = usePendingPlan(projectId, search.baseline)
  const { view, change: changeView } = usePlanView()
  const plan = useCostedPlan(held, view.columns, search.table)
  const gantt = useRef<GanttHandle>(null)
  const { edit, undo, redo } = usePlanCommands(projectId, search.baseline)
  const { today, statusAt } = useDates(plan)
  const [collapsed, setCollapsed] = useCollapsed(projectId)
  const { opening, zoom, onZoom, onZoomChange } = useZoom(() => ({
    ...openingOf(plan, collapsed, statusAt ?? today, timelineWidth(), search.zoom),
    // In groups the rows of the moment do not stand together.
    ...(view.group && { first_row: 0 }),
  }))
  const [selection, setSelection] = useState<readonly string[]>(search.task ? [search.task] : [])
  const picture = usePlanPicture(plan, search, view.group)
  const find = useRef<InputRef>(null)
  usePlanKeys(find)
  usePlanOffers({ plan, gantt, onZoom, undo, redo })
  useDocumentTitle(`${t('plan')} · ${plan.project.name}`)
  useLinkedTask(gantt, search.task)
  const mayEdit = (plan.project.permissions ?? []).includes('planning.edit_plan')
  const openTask = (task: string) => show({ panel: 'task', task })
  const goToTask = useGoToTask(gantt, setSelection)
  const shot = {
    ...picture,
    labels: useGanttLabels(),
    locale: i18n.language,
    collapsed,
    layers: view.layers,
    columns: view.columns,
    zoom,
    today,
    statusAt,
  }

  return (
    <div className="plan">
      <h2 className="visually-hidden">{t('plan')}</h2>
      <PlanToolbar
        plan={plan}
        gantt={gantt}
        zoom={levelOf(zoom)}
        view={view}
        onView={changeView}
        onHelp={openKeys}
        find={find}
        onNext={useFindNext(picture.plan, picture.filter, goToTask)}
        shot={shot}
        onZoom={onZoom}
        onCollapsed={setCollapsed}
        onEdit={edit}
        undo={undo}
        redo={redo}
        people={people?.((id) => nameOf(plan, id))}
      />
      <MissingParts />
      <div className="plan-body">
        <div className="plan-chart" data-tour="chart">
          <Gantt
            ref={gantt}
            {...shot}
            {...seen}
            pending={pending}
            selection={selection}
            initialView={opening}
            readOnly={!mayEdit}
            asTable={search.table}
            onSelect={setSelection}
            onCollapsedChange={setCollapsed}
            onEdit={edit}
            onOpenTask={openTask}
            onOpenLink={({ after_id }) => openTask(after_id)}
            onOpenGhost={useOpenGhost()}
            onAskWhy={(task) => show({ panel: 'why', task })}
            onZoomChange={onZoomChange}
            onColumnsChange={(columns) => changeView({ columns })}
            onHelp={openKeys}
            onUndo={undo}
            onRedo={redo}
          />
          {mayEdit && (
            <SelectionBar
              plan={plan}
              selection={selection}
              isGrouped={picture.plan.whole !== undefined}
              onEdit={edit}
              onClear={() => setSelection([])}
            />
          )}
        </div>
        <PlanPanel plan={plan} readOnly={!mayEdit} onEdit={edit} onGoToTask={goToTask} />
      </div>
    </div>
  )
}
