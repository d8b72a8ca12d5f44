import { MoreOutlined } from '@ant-design/icons'
import { Button, Checkbox, Dropdown, Input } from 'antd'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChecklistFields } from '@/ui/gantt/edit/operations'
import type { ChecklistItem } from '@/ui/gantt/model/plan'

type ChecklistRowProps = {
  item: ChecklistItem
  readOnly: boolean
  mayTick: boolean
  isFirst: boolean
  isLast: boolean
  onSet: (fields: ChecklistFields) => unknown
  onMove: (by: 1 | -1) => unknown
  onRemove: () => unknown
}

/** One item: ticked, reworded where it is read, moved and removed from its menu or by keys. */
export function ChecklistRow(props: ChecklistRowProps) {
  const { item, readOnly, mayTick, onSet, onMove } = props
  const [draft, setDraft] = useState<string | null>(null)
  const commit = () => {
    const text = draft?.trim() ?? ''
    if (text !== '' && text !== item.text) onSet({ text })
    setDraft(null)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setDraft(null)
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    onMove(event.key === 'ArrowUp' ? -1 : 1)
  }

  return (
    <li className="check-row" data-done={item.is_done || undefined}>
      <Checkbox
        aria-label={item.text}
        checked={item.is_done}
        disabled={!mayTick}
        onChange={(event) => onSet({ is_done: event.target.checked })}
      />
      {readOnly ? (
        <span className="check-text">{item.text}</span>
      ) : (
        <>
          <CheckText
            item={item}
            draft={draft}
            setDraft={setDraft}
            commit={commit}
            onKeyDown={onKeyDown}
          />
          <RowMenu {...props} />
        </>
      )}
    </li>
  )
}

type CheckTextProps = {
  item: ChecklistItem
  draft: string | null
  setDraft: (draft: string) => void
  commit: () => void
  onKeyDown: (event: KeyboardEvent) => void
}

function CheckText({ item, draft, setDraft, commit, onKeyDown }: CheckTextProps) {
  const { t } = useTranslation('task')
  return (
    <Input.TextArea
      aria-label={t('itemText', { text: item.text })}
      variant="borderless"
      autoSize
      maxLength={500}
      className="check-text"
      value={draft ?? item.text}
      onChange={(event) => setDraft(event.target.value.replaceAll('\n', ' '))}
      onBlur={commit}
      onPressEnter={(event) => {
        event.preventDefault()
        commit()
      }}
      onKeyDown={onKeyDown}
    />
  )
}

function RowMenu({ item, isFirst, isLast, onMove, onRemove }: ChecklistRowProps) {
  const { t } = useTranslation('task')
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'up', label: t('itemUp'), disabled: isFirst, onClick: () => onMove(-1) },
          { key: 'down', label: t('itemDown'), disabled: isLast, onClick: () => onMove(1) },
          { key: 'remove', label: t('itemRemove'), onClick: () => onRemove() },
        ],
      }}
    >
      <Button
        type="text"
        size="small"
        aria-label={t('itemMenu', { text: item.text })}
        icon={<MoreOutlined />}
      />
    </Dropdown>
  )
}
