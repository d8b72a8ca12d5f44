import { CloseOutlined } from '@ant-design/icons'
import { Button, Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Operation } from '@/ui/gantt/edit/operations'
import { deleteTasks, indent, linkInOrder, outdent, unlink } from '@/ui/gantt/edit/outlineMoves'
import { taskById } from '@/ui/gantt/model/outline'
import type { PlanModel } from '@/ui/gantt/model/plan'
import { BulkForm } from './BulkForm'

type SelectionBarProps = {
  plan: PlanModel
  selection: readonly string[]
  /** Rows in groups have no outline that could be changed. */
  isGrouped: boolean
  onEdit: (operations: Operation[]) => Promise<unknown>
  onClear: () => void
}

const OUTLINE = { indent, outdent } as const
const LINKS = { link: linkInOrder, unlink } as const

/** What can be done to several chosen tasks at once; each button is one edit, and one undo. */
export function SelectionBar({ plan, selection, isGrouped, onEdit, onClear }: SelectionBarProps) {
  const { t } = useTranslation('planning')
  const [isOpen, setOpen] = useState(false)
  const ids = selection.filter((id) => taskById(plan, id))
  if (ids.length < 2) return null
  const send = (operations: Operation[]) => {
    if (operations.length > 0) onEdit(operations).catch(() => undefined)
  }

  return (
    <div className="selection-bar" role="toolbar" aria-label={t('bulk.label')}>
      <b aria-live="polite">{t('bulk.chosen', { count: ids.length })}</b>
      <Popover
        open={isOpen}
        onOpenChange={setOpen}
        trigger="click"
        placement="top"
        destroyOnHidden
        title={t('bulk.title', { count: ids.length })}
        content={<BulkForm plan={plan} ids={ids} onEdit={onEdit} onDone={() => setOpen(false)} />}
      >
        <Button size="small">{t('bulk.edit')}</Button>
      </Popover>
      {!isGrouped &&
        (['indent', 'outdent'] as const).map((move) => (
          <Button key={move} size="small" onClick={() => send(OUTLINE[move](plan, ids))}>
            {t(`bulk.${move}`)}
          </Button>
        ))}
      {(['link', 'unlink'] as const).map((act) => (
        <Button key={act} size="small" onClick={() => send(LINKS[act](plan, ids))}>
          {t(`bulk.${act}`)}
        </Button>
      ))}
      <Button size="small" danger onClick={() => send(deleteTasks(plan, ids))}>
        {t('bulk.delete')}
      </Button>
      <Button
        type="text"
        size="small"
        aria-label={t('bulk.clear')}
        icon={<CloseOutlined />}
        onClick={onClear}
      />
    </div>
  )
}
