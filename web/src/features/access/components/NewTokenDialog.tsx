import { Alert, App, Button, Form, Input, Modal, Radio, Select, Space } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { inPage } from '@/lib/inPage'
import { useSession } from '@/lib/session'
import { useRefusalText } from '@/lib/useRefusalText'
import { useIssueToken } from '../queries'

const DAYS = [7, 30, 90, 365] as const
type Fields = { name: string; days: number; is_read_only: boolean; permissions: string[] }

/** Makes a token, then shows its secret for the only time. */
export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('access')
  const explain = useRefusalText()
  const issue = useIssueToken()
  const submit = ({ name, days, is_read_only, permissions }: Fields) =>
    issue.mutate({
      name,
      expires_at: dayjs().add(days, 'day').subtract(1, 'minute').toISOString(),
      is_read_only,
      permissions: permissions.length > 0 ? permissions : null,
    })

  if (issue.data) return <Secret secret={issue.data.secret} onClose={onClose} />
  return (
    <Modal
      open
      getContainer={inPage}
      title={t('token.new')}
      onCancel={onClose}
      okText={t('token.make')}
      cancelText={t('cancel')}
      okButtonProps={{ htmlType: 'submit', form: 'new-token' }}
      confirmLoading={issue.isPending}
    >
      <Form
        id="new-token"
        layout="vertical"
        requiredMark={false}
        initialValues={{ days: 90, is_read_only: false, permissions: [] }}
        onFinish={submit}
      >
        {issue.error && <Alert type="error" role="alert" title={explain(issue.error)} />}
        <Form.Item
          name="name"
          label={t('token.name')}
          extra={t('token.nameHint')}
          rules={[{ required: true, whitespace: true, max: 100 }]}
        >
          <Input autoFocus autoComplete="off" />
        </Form.Item>
        <Form.Item name="days" label={t('token.lasts')}>
          <Select
            options={DAYS.map((days) => ({ value: days, label: t('token.days', { count: days }) }))}
          />
        </Form.Item>
        <Limits />
      </Form>
    </Modal>
  )
}

/** Whether the token may write, and the permissions it is limited to. */
function Limits() {
  const { t } = useTranslation('access')
  const { t: named } = useTranslation('governing')
  const { permissions } = useSession()
  return (
    <>
      <Form.Item name="is_read_only" label={t('token.mayWrite')}>
        <Radio.Group
          options={[
            { value: false, label: t('token.readWrite') },
            { value: true, label: t('token.readOnly') },
          ]}
        />
      </Form.Item>
      <Form.Item name="permissions" label={t('token.limits')} extra={t('token.limitsHint')}>
        <Select
          mode="multiple"
          optionFilterProp="label"
          options={permissions.map((name) => ({
            value: name,
            label: named(`permission.${name}.name`, name),
          }))}
        />
      </Form.Item>
    </>
  )
}

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useTranslation('access')
  const { message } = App.useApp()
  const copy = async () => {
    await navigator.clipboard.writeText(secret)
    message.success(t('token.copied'))
  }
  return (
    <Modal
      open
      title={t('token.made')}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('token.kept')}
        </Button>
      }
    >
      <p>{t('token.once')}</p>
      <Space.Compact block>
        <Input readOnly value={secret} aria-label={t('token.secret')} />
        {/* Browsers offer the clipboard to pages that came safely only. */}
        {navigator.clipboard && <Button onClick={copy}>{t('token.copy')}</Button>}
      </Space.Compact>
    </Modal>
  )
}
