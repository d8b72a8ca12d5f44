import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'

/** The six digits of an authenticator app. */
export function CodeField({ autoFocus = true }: { autoFocus?: boolean }) {
  const { t } = useTranslation('security')
  return (
    <Form.Item
      name="code"
      label={t('code.label')}
      extra={t('code.hint')}
      rules={[{ required: true, pattern: /^\s*\d{3}\s?\d{3}\s*$/, message: t('code.form') }]}
    >
      <Input autoComplete="one-time-code" inputMode="numeric" size="large" autoFocus={autoFocus} />
    </Form.Item>
  )
}
