import { MoreOutlined, StarFilled } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Dropdown, Input, type MenuProps, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { audiencesQuery, type useViewChanges, type View } from '@/lib/views'
import { HistoryButton } from '../history/HistoryButton'

type ViewItemProps = {
  view: View
  isActive: boolean
  changes: ReturnType<typeof useViewChanges>
  onApply: (view: View) => void
}

/** One view of the menu: choose it, or change what it is. */
export function ViewItem({ view, isActive, changes, onApply }: ViewItemProps) {
  const { t } = useTranslation('views')
  const [mode, setMode] = useState<'shown' | 'renaming' | 'sharing'>('shown')
  const { data: audiences = [] } = useQuery(audiencesQuery)
  const isShared = view.shared_with !== null

  const items: MenuProps['items'] = [
    { key: 'default', label: t(view.is_default ? 'noDefault' : 'makeDefault') },
    ...(view.may_edit ? [{ key: 'rename', label: t('rename') }] : []),
    ...(view.may_edit && audiences.length > 0 ? [{ key: 'share', label: t('share') }] : []),
    ...(view.may_edit && isShared ? [{ key: 'unshare', label: t('unshare') }] : []),
    ...(view.may_edit ? [{ key: 'delete', label: t('delete'), danger: true }] : []),
  ]
  const act: MenuProps['onClick'] = ({ key }) => {
    if (key === 'default') changes.openWith.mutate({ view, isDefault: !view.is_default })
    else if (key === 'rename') setMode('renaming')
    else if (key === 'share') setMode('sharing')
    else if (key === 'unshare') changes.share.mutate({ view, scopeId: null })
    else if (key === 'delete') changes.remove.mutate(view)
  }
  const shown = () => setMode('shown')

  if (mode === 'renaming')
    return (
      <Input
        autoFocus
        maxLength={100}
        defaultValue={view.name}
        aria-label={t('rename')}
        onKeyDown={({ key }) => key === 'Escape' && shown()}
        onPressEnter={({ currentTarget: { value } }) => {
          if (value.trim()) changes.update.mutate({ view, name: value.trim() })
          shown()
        }}
        onBlur={shown}
      />
    )
  if (mode === 'sharing')
    return (
      <Select
        autoFocus
        defaultOpen
        showSearch={{ optionFilterProp: 'label' }}
        className="views-audience"
        aria-label={t('shareWith')}
        placeholder={t('shareWith')}
        options={audiences.map(({ id, label }) => ({ value: id, label }))}
        onChange={(scopeId: string) => {
          changes.share.mutate({ view, scopeId })
          shown()
        }}
        onBlur={shown}
      />
    )
  return (
    <div className="views-item">
      <button
        type="button"
        className="views-choice"
        aria-pressed={isActive}
        onClick={() => onApply(view)}
      >
        <span className="ellipsis">{view.name}</span>
        {view.is_default && <StarFilled aria-label={t('isDefault')} />}
        {view.shared_with && (
          <span className="quiet ellipsis">
            {t('sharedBy', { owner: view.owner.name, scope: view.shared_with.name })}
          </span>
        )}
      </button>
      <HistoryButton kind="saved_view" id={view.id} name={view.name} compact />
      <Dropdown trigger={['click']} menu={{ items, onClick: act }}>
        <Button
          type="text"
          size="small"
          icon={<MoreOutlined />}
          aria-label={t('actions', { name: view.name })}
        />
      </Dropdown>
    </div>
  )
}
