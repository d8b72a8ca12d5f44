import { Alert, Form, Input, Modal, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { rememberPurpose } from '@/lib/purposes'
import { useRefusalText } from '@/lib/useRefusalText'
import { FormDialog } from '@/ui/FormDialog'
import { PurposeField } from '@/ui/PurposeField'
import { useTold } from '@/ui/useTold'
import { type Account, useAccountChanges, useViewAs } from './queries'

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

/** Asks what for, and shows the pages as somebody else sees them. */
export function ViewAs({ account, onClose }: { account: Account; onClose: () => void }) {
  const { t } = useTranslation('governing')
  const viewAs = useViewAs()
  const told = useTold()
  const { id, name } = account

  return (
    <FormDialog<{ purpose: string }>
      title={t('account.viewAsOf', { name })}
      okText={t('account.viewAs')}
      width={420}
      open
      onClose={onClose}
      onSubmit={async ({ purpose }) => {
        const begun = await viewAs.mutateAsync({ user_id: id, purpose })
        rememberPurpose(purpose.trim())
        void told(Promise.resolve(begun), { text: t('account.viewing', { name }) })
      }}
    >
      <p className="quiet">{t('account.viewAsHint')}</p>
      <PurposeField />
    </FormDialog>
  )
}
