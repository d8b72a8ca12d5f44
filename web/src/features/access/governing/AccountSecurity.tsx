import '../components/preferences.css'
import '../security/security.css'
import { useQuery } from '@tanstack/react-query'
import { App, Button, Form, Input, Modal, Popconfirm, Select, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSession } from '@/lib/session'
import { useNamed } from '@/lib/useNamed'
import { useRefusalText } from '@/lib/useRefusalText'
import { IdentityRow } from '../security/IdentityList'
import {
  accountSecurityQuery,
  type AccountSecurity as Told,
  useAccountSecurity,
} from '../security/queries'
import { SessionRow } from '../security/SessionList'
import type { Account } from './queries'

type AccountSecurityProps = { account: Account; onClose: () => void }

/** How somebody signs in: factors, sessions, identities, and what may be done about them. */
export function AccountSecurity({ account, onClose }: AccountSecurityProps) {
  const { t } = useTranslation('security')
  const { data } = useQuery(accountSecurityQuery(account.id))
  return (
    <Modal
      open
      title={t('admin.title', { name: account.name })}
      onCancel={onClose}
      footer={<Button onClick={onClose}>{t('admin.close')}</Button>}
      width={560}
    >
      {data ? (
        <div className="account-security">
          {!data.has_password && <p className="quiet">{t('admin.noPassword')}</p>}
          {data.must_change_password && <p className="quiet">{t('admin.mustChange')}</p>}
          <FactorPart account={account} told={data} />
          <SessionPart account={account} told={data} />
          <IdentityPart account={account} told={data} />
        </div>
      ) : (
        <Skeleton active />
      )}
    </Modal>
  )
}

type PartProps = { account: Account; told: Told }

function FactorPart({ account, told }: PartProps) {
  const { t } = useTranslation('security')
  const { message } = App.useApp()
  const explain = useRefusalText()
  const { resetFactors } = useAccountSecurity(account.id)
  const names = told.factors.map(({ kind, name }) =>
    kind === 'totp' ? t('app.title') : t('admin.passkeys', { name }),
  )
  return (
    <section aria-label={t('admin.factors')}>
      <h2 className="section-title">{t('admin.factors')}</h2>
      {told.is_needed && <p className="quiet">{t('admin.needed')}</p>}
      <div className="row token-row">
        <div className="choice-words">
          <span>{names.join(' · ') || t('admin.none')}</span>
          {names.length > 0 && (
            <span className="quiet">{t('admin.codes', { count: told.n_recovery_codes })}</span>
          )}
        </div>
        {names.length > 0 && (
          <Popconfirm
            title={t('admin.resetAsk')}
            okText={t('admin.reset')}
            cancelText={t('cancel')}
            onConfirm={() =>
              resetFactors.mutate(undefined, {
                onSuccess: () => message.success(t('admin.resetDone', { name: account.name })),
                onError: (error) => message.error(explain(error)),
              })
            }
          >
            <Button size="small" danger>
              {t('admin.reset')}
            </Button>
          </Popconfirm>
        )}
      </div>
    </section>
  )
}

function SessionPart({ account, told }: PartProps) {
  const { t } = useTranslation('security')
  const { message } = App.useApp()
  const explain = useRefusalText()
  const { endSessions } = useAccountSecurity(account.id)
  const end = () =>
    endSessions.mutate(undefined, {
      onSuccess: ({ n_sessions }) => message.success(t('admin.ended', { count: n_sessions })),
      onError: (error) => message.error(explain(error)),
    })
  return (
    <section aria-label={t('admin.sessions')}>
      <h2 className="section-title">{t('admin.sessions')}</h2>
      {told.sessions.length === 0 && <p className="quiet">{t('admin.noSessions')}</p>}
      <ul className="rows">
        {told.sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
      {told.sessions.length > 0 && (
        <Button
          size="small"
          className="choice-button"
          loading={endSessions.isPending}
          onClick={end}
        >
          {t('admin.endAll')}
        </Button>
      )}
    </section>
  )
}

function IdentityPart({ account, told }: PartProps) {
  const { t } = useTranslation('security')
  const named = useNamed()
  const { message } = App.useApp()
  const explain = useRefusalText()
  const { providers } = useSession()
  const { link, unlink } = useAccountSecurity(account.id)
  const [form] = Form.useForm<{ provider: string; subject: string }>()
  const onError = (error: unknown) => message.error(explain(error))
  if (providers.length === 0 && told.identities.length === 0) return null
  return (
    <section aria-label={t('admin.identities')}>
      <h2 className="section-title">{t('admin.identities')}</h2>
      <ul className="rows">
        {told.identities.map((identity) => (
          <IdentityRow
            key={identity.id}
            identity={identity}
            onUnlink={() => unlink.mutate(identity.id, { onError })}
          />
        ))}
      </ul>
      {providers.length > 0 && (
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ provider: providers[0]?.id }}
          onFinish={(fields) =>
            link.mutate(fields, { onSuccess: () => form.resetFields(), onError })
          }
        >
          <Form.Item name="provider" label={t('admin.provider')}>
            <Select options={providers.map((one) => ({ value: one.id, label: named(one) }))} />
          </Form.Item>
          <Form.Item
            name="subject"
            label={t('admin.subject')}
            extra={t('admin.subjectHint')}
            rules={[{ required: true, whitespace: true, max: 191 }]}
          >
            <Input autoComplete="off" />
          </Form.Item>
          <Button htmlType="submit" size="small" loading={link.isPending}>
            {t('admin.link')}
          </Button>
        </Form>
      )}
    </section>
  )
}
