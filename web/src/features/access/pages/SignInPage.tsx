import '../security/security.css'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Alert, Button, Form, Input } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { prefer, usePreferences } from '@/lib/preferences'
import { useSession } from '@/lib/session'
import { Mark } from '@/ui/Mark'
import { useDocumentTitle } from '@/ui/Page'
import { DemoLogins } from '../components/DemoLogins'
import { PasswordForm } from '../components/PasswordForm'
import { type SignIn, useSignIn, useSignOut } from '../queries'
import { hasPasskeys } from '../security/passkeys'
import { useRereadSession, useSignInWithPasskey } from '../security/queries'
import { SecondFactorStep } from '../security/SecondFactorStep'
import { SetUpStep } from '../security/SetUpStep'
import { SsoButtons } from '../security/SsoButtons'
import { useFault } from '../security/useFault'

/** The way in, in as many steps as the account needs. */
export function SignInPage() {
  const { t } = useTranslation('access')
  const navigate = useNavigate()
  const reread = useRereadSession()
  const { to } = useSearch({ from: '/sign-in' })
  const { language } = usePreferences()
  const { step, user } = useSession()
  const leave = useSignOut()
  useDocumentTitle(t('signIn'))
  const isIn = user !== null && !step
  useEffect(() => {
    if (isIn) void navigate({ href: to ?? '/' })
  }, [isIn, navigate, to])

  return (
    <main className="sign-in">
      <div className="sign-in-form">
        <Mark size={40} />
        <h1 className="page-title">{t(step ? `step.${step}` : 'title')}</h1>
        {!step && <FirstStep to={to ?? '/'} />}
        {step === 'second_factor' && <SecondFactorStep />}
        {step === 'set_up_second_factor' && <SetUpStep onDone={() => void reread()} />}
        {step === 'new_password' && (
          <>
            <p className="quiet">{t('step.newPasswordWhy')}</p>
            <PasswordForm isStep />
          </>
        )}
        {step && user && (
          <button type="button" className="text-button" onClick={() => leave.mutate()}>
            {t('signOut')}
          </button>
        )}
        <button
          type="button"
          className="text-button"
          onClick={() => prefer({ language: language === 'en' ? 'zh-CN' : 'en' })}
        >
          {t('otherLanguage')}
        </button>
      </div>
    </main>
  )
}

/** A name and a password, a passkey, or an identity provider; the demo offers its logins. */
function FirstStep({ to }: { to: string }) {
  const { t } = useTranslation('access')
  const { t: security, i18n } = useTranslation('security')
  const fault = useFault()
  const { refused } = useSearch({ from: '/sign-in' })
  const { demo, providers } = useSession()
  const signIn = useSignIn()
  const passkey = useSignInWithPasskey()
  const submit = (login: SignIn) => signIn.mutate(login)
  const error = signIn.error ?? passkey.error
  const told = refused && i18n.exists(`security:refused.${refused}`) && !error

  return (
    <>
      <p className="quiet">{t('subtitle')}</p>
      {told && <Alert type="error" role="alert" title={security(`refused.${refused}`)} />}
      {error && <Alert type="error" role="alert" title={fault(error)} />}
      <Form layout="vertical" requiredMark={false} onFinish={submit} disabled={signIn.isPending}>
        <Form.Item name="username" label={t('username')} rules={[{ required: true }]}>
          <Input autoComplete="username webauthn" autoFocus size="large" />
        </Form.Item>
        <Form.Item name="password" label={t('password')} rules={[{ required: true }]}>
          <Input.Password autoComplete="current-password" size="large" />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
          {t('signIn')}
        </Button>
      </Form>
      {hasPasskeys() && (
        <Button size="large" block loading={passkey.isPending} onClick={() => passkey.mutate()}>
          {security('passkey.signIn')}
        </Button>
      )}
      <SsoButtons providers={providers} purpose="sign_in" to={to} />
      {demo && <DemoLogins logins={demo.logins} onChoose={submit} />}
    </>
  )
}
