import { CloseOutlined } from '@ant-design/icons'
import { Button, Drawer, Skeleton } from 'antd'
import { type ReactNode, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsPhone } from '@/lib/useIsPhone'
import type { Operation } from '@/ui/gantt/edit/operations'
import type { PlanModel } from '@/ui/gantt/model/plan'
import { TaskPlaceContext } from '../task/place'
import { usePlanAddress } from '../usePlanAddress'
import { ComparisonPanel } from './ComparisonPanel'
import { ConflictsPanel } from './ConflictsPanel'
import { HistoryList } from './HistoryList'
import { PlanSettings } from './PlanSettings'
import { TaskPanel } from './TaskPanel'
import { VariancesPanel } from './VariancesPanel'
import { WhyPanel } from './WhyPanel'

type PlanPanelProps = {
  plan: PlanModel
  readOnly: boolean
  onEdit: (operations: Operation[]) => Promise<unknown>
  onGoToTask: (taskId: string) => void
}

/** What stands beside the chart: a task, an explanation, or an analysis. */
export function PlanPanel({ plan, readOnly, onEdit, onGoToTask }: PlanPanelProps) {
  const { t } = useTranslation('planning')
  const { projectId, search, show } = usePlanAddress()
  const isPhone = useIsPhone()
  const place = useMemo(
    () => ({
      openTask: (id: string) => void show({ task: id }),
      askWhy: () => void show({ panel: 'why' }),
    }),
    [show],
  )
  const { panel, task: taskId, baseline } = search
  if (!panel) return null

  const close = () => show({ panel: undefined, task: undefined })
  const task = plan.tasks[plan.outline.indexById.get(taskId ?? '') ?? -1]
  const contents: Record<typeof panel, ReactNode> = {
    task: task && (
      <TaskPlaceContext value={place}>
        <TaskPanel key={task.id} plan={plan} task={task} readOnly={readOnly} onEdit={onEdit} />
      </TaskPlaceContext>
    ),
    why: task && <WhyPanel plan={plan} task={task} onGoToTask={onGoToTask} />,
    variances: (
      <VariancesPanel projectId={projectId} baselineId={baseline} onGoToTask={onGoToTask} />
    ),
    comparison: <ComparisonPanel plan={plan} onGoToTask={onGoToTask} />,
    conflicts: <ConflictsPanel plan={plan} onGoToTask={onGoToTask} />,
    history: <HistoryList projectId={projectId} />,
    settings: <PlanSettings plan={plan} readOnly={readOnly} onEdit={onEdit} />,
  }
  const content = (
    <Suspense fallback={<Skeleton active />}>
      {contents[panel] ?? <p className="quiet">{t('taskGone')}</p>}
    </Suspense>
  )

  const title = <h3 className="section-title">{t(`panel.${panel}`)}</h3>

  if (isPhone) {
    return (
      <Drawer open placement="bottom" size="large" title={title} onClose={close}>
        {content}
      </Drawer>
    )
  }
  return (
    <aside className="plan-panel" aria-label={t(`panel.${panel}`)}>
      <div className="plan-panel-head">
        {title}
        <Button type="text" aria-label={t('close')} icon={<CloseOutlined />} onClick={close} />
      </div>
      <div className="plan-panel-body">{content}</div>
    </aside>
  )
}
