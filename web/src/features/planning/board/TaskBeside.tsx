import { CloseOutlined } from '@ant-design/icons'
import { Button, Drawer, Skeleton } from 'antd'
import { Suspense, useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsPhone } from '@/lib/useIsPhone'
import { TaskView } from '../task/TaskView'
import { useBoardAddress } from './useBoardAddress'

/** The task that the address names, open beside the board. */
export function TaskBeside({ projectId }: { projectId: string }) {
  const { t } = useTranslation('planning')
  const { search, show } = useBoardAddress()
  const isPhone = useIsPhone()
  const openTask = useCallback((task: string) => void show({ task }), [show])
  if (search.task === undefined) return null

  const close = () => show({ task: undefined })
  const view = (
    <Suspense fallback={<Skeleton active />}>
      <TaskView projectId={projectId} taskId={search.task} onOpenTask={openTask} />
    </Suspense>
  )
  if (isPhone) {
    return (
      <Drawer open placement="bottom" size="large" title={t('panel.task')} onClose={close}>
        {view}
      </Drawer>
    )
  }
  return (
    <aside className="plan-panel" aria-label={t('panel.task')}>
      <div className="plan-panel-head">
        <h3 className="section-title">{t('panel.task')}</h3>
        <Button type="text" aria-label={t('close')} icon={<CloseOutlined />} onClick={close} />
      </div>
      <div className="plan-panel-body">{view}</div>
    </aside>
  )
}
