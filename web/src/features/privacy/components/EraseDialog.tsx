import { Alert, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { FormDialog } from '@/ui/FormDialog'
import { type HowFar, type Preview, useErase } from '../queries'

type EraseDialogProps = { preview: Preview; howFar: HowFar; onClose: () => void }

/** The last question before somebody is erased, and why. */
export function EraseDialog({ preview, howFar, onClose }: EraseDialogProps) {
  const { t } = useTranslation('privacy')
  const erase = useErase(preview.somebody.id)
  return (
    <FormDialog<{ reason: string }>
      open
      title={t('eraseTitle', { name: preview.somebody.name })}
      okText={t('erase')}
      onClose={onClose}
      onSubmit={({ reason }) => erase.mutateAsync({ ...howFar, reason })}
    >
      <Alert type="warning" showIcon title={t('forGood')} />
      <Form.Item
        name="reason"
        label={t('reason')}
        extra={t('reasonHint')}
        rules={[{ required: true, message: t('reasonNeeded') }]}
      >
        <Input.TextArea rows={2} maxLength={1000} />
      </Form.Item>
    </FormDialog>
  )
}
