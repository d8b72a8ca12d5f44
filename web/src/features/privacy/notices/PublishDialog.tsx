import { Alert, DatePicker, Form, Radio } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useTranslation } from 'react-i18next'
import { useSession } from '@/lib/session'
import { FormDialog } from '@/ui/FormDialog'
import { type NoticeHistory, useDraft } from './queries'

type Fields = { effective_on: Dayjs; is_material: boolean }
type PublishDialogProps = {
  notice: NoticeHistory
  draft: NonNullable<NoticeHistory['draft']>
  onClose: () => void
}

/** From which day it is in force, and whether everybody is asked anew. */
export function PublishDialog({ notice, draft, onClose }: PublishDialogProps) {
  const { t } = useTranslation('notices')
  const { server_date } = useSession()
  const { publish } = useDraft(notice.id)
  const last = notice.versions[0]
  const submit = ({ effective_on, is_material }: Fields) => {
    const body = { effective_on: effective_on.format('YYYY-MM-DD'), is_material }
    return publish.mutateAsync({ body, version: draft.version })
  }
  return (
    <FormDialog<Fields>
      open
      title={t('publishTitle', { number: (last?.number ?? 0) + 1 })}
      okText={t('publish')}
      initialValues={{ effective_on: dayjs(server_date), is_material: true }}
      onClose={onClose}
      onSubmit={submit}
    >
      <Alert type="warning" showIcon title={t('forGood')} />
      <Form.Item
        name="effective_on"
        label={t('effectiveOn')}
        rules={[{ required: true, message: t('needed') }]}
      >
        <DatePicker minDate={dayjs(last?.effective_on ?? server_date)} allowClear={false} />
      </Form.Item>
      {last && (
        <Form.Item name="is_material" label={t('howChanged')}>
          <Radio.Group
            options={[
              { value: true, label: t('material') },
              { value: false, label: t('editorial') },
            ]}
          />
        </Form.Item>
      )}
    </FormDialog>
  )
}
