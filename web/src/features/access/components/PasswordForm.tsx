import { Alert, App, Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSession } from '@/lib/session'
import { useRefusalText } from '@/lib/useRefusalText'
import { type PasswordChange, useChangePassword } from '../queries'

type Fields = PasswordChange & { again: string }

/** Another password for one's own account; it ends the sessions on other devices. */
export function PasswordForm({ isStep = false }: { isStep?: boolean }) {
  const { t } = useTranslation('access')
  const explain = useRefusalText()
  const { message } = App.useApp()
  const { user, password_rules: rules } = useSession()
  const [form] = Form.useForm<Fields>()
  const change = useChangePassword()

  const submit = ({ present, password }: Fields) =>
    change.mutate(
      { present, password },
      {
        onSuccess: () => {
          form.resetFields()
          message.success(t('newPassword.changed'))
        },
      },
    )

  return (
    <section className="section" aria-label={t('newPassword.title')}>
      {!isStep && <h2 className="section-title">{t('newPassword.title')}</h2>}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={submit} className="narrow">
        <input type="hidden" autoComplete="username" value={user?.username ?? ''} readOnly />
        {change.error && <Alert type="error" role="alert" title={explain(change.error)} />}
        <Form.Item name="present" label={t('newPassword.present')} rules={[{ required: true }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('newPassword.wanted')}
          extra={t(rules.n_kinds > 0 ? 'newPassword.strictRule' : 'newPassword.rule', rules)}
          rules={[{ required: true, min: rules.shortest, max: 128 }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item
          name="again"
          label={t('newPassword.again')}
          dependencies={['password']}
          rules={[
            { required: true },
            ({ getFieldValue }) => ({
              validator: async (_, value: string) => {
                if (value && value !== getFieldValue('password'))
                  throw new Error(t('newPassword.differs'))
              },
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Button htmlType="submit" loading={change.isPending}>
          {t('newPassword.change')}
        </Button>
      </Form>
    </section>
  )
}
