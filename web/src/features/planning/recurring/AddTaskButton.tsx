import { DownOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Dropdown, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isoOfMinute } from '@/lib/format'
import type { Operation } from '@/ui/gantt/edit/operations'
import type { PlanModel } from '@/ui/gantt/model/plan'
import { blankForm } from './pattern'
import { RecurringDialog } from './RecurringDialog'

type AddTaskButtonProps = {
  plan: PlanModel
  onAdd: () => void
  onEdit: (operations: Operation[]) => Promise<unknown>
}

/** Adds a task, or one that recurs. */
export function AddTaskButton({ plan, onAdd, onEdit }: AddTaskButtonProps) {
  const { t } = useTranslation('planning')
  const [isOpen, setOpen] = useState(false)
  const from = plan.project.start ?? isoOfMinute(plan.span[0]) ?? ''

  return (
    <>
      <Space.Compact>
        <Button icon={<PlusOutlined aria-hidden />} onClick={onAdd}>
          {t('addTask')}
        </Button>
        <Dropdown
          trigger={['click']}
          menu={{
            items: [{ key: 'recurring', label: t('addRecurring') }],
            onClick: () => setOpen(true),
          }}
        >
          <Button aria-label={t('moreToAdd')} icon={<DownOutlined aria-hidden />} />
        </Dropdown>
      </Space.Compact>
      {isOpen && (
        <RecurringDialog
          plan={plan}
          initial={blankForm('', from.slice(0, 10))}
          isHeld={false}
          onDone={(name, wish) => onEdit([{ op: 'add_recurring_task', name, ...wish }])}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
