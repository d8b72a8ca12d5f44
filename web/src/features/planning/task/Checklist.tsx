import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChecklistFields, Operation } from '@/ui/gantt/edit/operations'
import type { ChecklistItem, PlanTask } from '@/ui/gantt/model/plan'
import { Locked } from '@/ui/Locked'
import { ChecklistRow } from './ChecklistRow'
import { tally } from './tally'

type ChecklistProps = {
  task: PlanTask
  readOnly: boolean
  onEdit: (operations: Operation[]) => Promise<unknown>
  /** How who does the task ticks an item without a right to edit the plan. */
  onTick?: (item: ChecklistItem, isDone: boolean) => unknown
}

/** The small steps of a task; each change is one edit of one item. */
export function Checklist({ task, readOnly, onEdit, onTick }: ChecklistProps) {
  const { t } = useTranslation('task')
  const { checklist } = task
  const count = tally(checklist)
  const edit = (operation: Operation) =>
    onEdit([operation]).then(
      () => true,
      () => false,
    )
  const set = (item: ChecklistItem, fields: ChecklistFields) =>
    readOnly
      ? onTick?.(item, fields.is_done === true)
      : edit({ op: 'update_checklist_item', task_id: task.id, id: item.id, fields })
  const move = (at: number, by: 1 | -1) => {
    const before = by === 1 ? at + 1 : at - 2
    const item = checklist[at]
    if (!item || at + by < 0 || at + by >= checklist.length) return
    const after_id = checklist[before]?.id ?? null
    edit({ op: 'move_checklist_item', task_id: task.id, id: item.id, after_id })
  }

  if (task.locked.includes('checklist')) {
    const level = task.lock_class
    const veiled = {
      _locked: ['checklist'],
      _classes: level === null ? null : { checklist: level },
    }
    return (
      <section className="section" aria-label={t('checklist')}>
        <h4 className="section-title">{t('checklist')}</h4>
        <Locked of={veiled} field="checklist">
          {null}
        </Locked>
      </section>
    )
  }
  if (readOnly && checklist.length === 0) return null
  return (
    <section className="section" aria-label={t('checklist')}>
      <h4 className="section-title">
        {t('checklist')}
        {count && <span className="section-note number">{count}</span>}
      </h4>
      {checklist.length > 0 && (
        <ul className="rows">
          {checklist.map((item, at) => (
            <ChecklistRow
              key={item.id}
              item={item}
              readOnly={readOnly}
              mayTick={!readOnly || onTick !== undefined}
              isFirst={at === 0}
              isLast={at === checklist.length - 1}
              onSet={(fields) => set(item, fields)}
              onMove={(by) => move(at, by)}
              onRemove={() => edit({ op: 'remove_checklist_item', task_id: task.id, id: item.id })}
            />
          ))}
        </ul>
      )}
      {!readOnly && (
        <NewItem onAdd={(text) => edit({ op: 'add_checklist_item', task_id: task.id, text })} />
      )}
    </section>
  )
}

/** Items are added one after the other, each with Enter. */
function NewItem({ onAdd }: { onAdd: (text: string) => Promise<boolean> }) {
  const { t } = useTranslation('task')
  const [text, setText] = useState('')
  const add = async () => {
    setText('')
    // What was refused comes back, unless the next item has been begun.
    if (text.trim() !== '' && !(await onAdd(text.trim()))) setText((now) => now || text)
  }
  return (
    <Input
      aria-label={t('addItem')}
      placeholder={t('addItem')}
      value={text}
      maxLength={500}
      onChange={(event) => setText(event.target.value)}
      onPressEnter={add}
      onBlur={add}
    />
  )
}
