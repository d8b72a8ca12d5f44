import { Alert, Form, Input, Modal, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { useRefusalText } from '@/lib/useRefusalText'
import { FormDialog } from '@/ui/FormDialog'
import { useTold } from '@/ui/useTold'
import { type Account, useAccountChanges } from './queries'

type New = { username: string; name: string; email?: string; password?: string }

/** An account from nothing; without a password it signs in another way. */
export function NewAccount({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('governing')
  const { create } = useAccountChanges()
  const told = useTold()

  return (
    <FormDialog<New>
      title={t('account.new')}
      okText={t('create')}
      open={open}
      onClose={onClose}
      onSubmit={async ({ email = '', password, ...fields }) => {
        const made = await create.mutateAsync({ ...fields, email, password: password || null })
        void told(Promise.resolve(), { text: t('account.created', { name: made.name }) })
      }}
    >
      <Form.Item name="name" label={t('account.name')} rules={[{ required: true, max: 200 }]}>
        <Input autoFocus />
      </Form.Item>
      <Form.Item
        name="username"
        label={t('account.username')}
        rules={[{ required: true, max: 150 }]}
      >
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item name="email" label={t('account.email')} rules={[{ type: 'email' }]}>
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item name="password" label={t('account.password')} extra={t('account.passwordHint')}>
        <Input.Password autoComplete="new-password" maxLength={128} />
      </Form.Item>
    </FormDialog>
  )
}

/** Another password for an account; it is shown here and nowhere else. */
export function ResetPassword({ account, onClose }: { account: Account; onClose: () => void }) {
  const { t } = useTranslation('governing')
  const explain = useRefusalText()
  const { reset } = useAccountChanges()
  const password = reset.data?.password

  return (
    <Modal
      open
      title={t('account.resetTitle', { name: account.name })}
      okText={t(password ? 'done' : 'account.reset')}
      onOk={() => (password ? onClose() : reset.mutate(account))}
      onCancel={onClose}
      cancelButtonProps={{ hidden: password !== undefined }}
      closable={!password}
      mask={{ closable: false }}
      confirmLoading={reset.isPending}
    >
      {reset.error && <Alert type="error" role="alert" showIcon title={explain(reset.error)} />}
      {password ? (
        <div role="status">
          <p>{t('account.shownOnce')}</p>
          <Typography.Text code copyable className="one-time">
            {password}
          </Typography.Text>
        </div>
      ) : (
        <p>{t('account.resetHint')}</p>
      )}
    </Modal>
  )
}
