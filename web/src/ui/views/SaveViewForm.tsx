import { Button, Input, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Keeps what the page shows now under a new name. */
export function SaveViewForm({
  isSaving,
  onSave,
}: {
  isSaving: boolean
  onSave: (name: string) => void
}) {
  const { t } = useTranslation('views')
  const [name, setName] = useState('')
  const isReady = name.trim() !== ''

  return (
    <form
      className="views-save"
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) onSave(name.trim())
      }}
    >
      <Space.Compact block>
        <Input
          maxLength={100}
          value={name}
          aria-label={t('newName')}
          placeholder={t('newName')}
          onChange={(event) => setName(event.target.value)}
        />
        <Button htmlType="submit" type="primary" disabled={!isReady} loading={isSaving}>
          {t('save')}
        </Button>
      </Space.Compact>
    </form>
  )
}
