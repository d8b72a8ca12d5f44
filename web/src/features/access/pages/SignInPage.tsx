import { useNavigate, useSearch } from '@tanstack/react-router'
import { Alert, Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { prefer, usePreferences } from '@/lib/preferences'
import { useSession } from '@/lib/session'
import { useRefusalText } from '@/lib/useRefusalText'
import { Mark } from '@/ui/Mark'
import { useDocumentTitle } from '@/ui/Page'
import { DemoLogins } from '../components/DemoLogins'
import { type SignIn, useSignIn } from '../queries'

/** The way in; the demo offers its logins at one click. */
export function SignInPage() {
  const { t } = useTranslation('access')
  const explain = useRefusalText()
  const navigate = useNavigate()
  const { to } = useSearch({ from: '/sign-in' })
  const { demo } = useSession()
  const { language } = usePreferences()
  const signIn = useSignIn()
  useDocumentTitle(t('signIn'))

  const submit = (login: SignIn) =>
    signIn.mutate(login, { onSuccess: () => navigate({ href: to ?? '/' }) })

  return (
    <main className="sign-in">
      <div className="sign-in-form">
        <Mark size={40} />
        <h1 className="page-title">{t('title')}</h1>
        <p className="quiet">{t('subtitle')}</p>
        {signIn.error && <Alert type="error" role="alert" title={explain(signIn.error)} />}
        <Form layout="vertical" requiredMark={false} onFinish={submit} disabled={signIn.isPending}>
          <Form.Item name="username" label={t('username')} rules={[{ required: true }]}>
            <Input autoComplete="username" autoFocus size="large" />
          </Form.Item>
          <Form.Item name="password" label={t('password')} rules={[{ required: true }]}>
            <Input.Password autoComplete="current-password" size="large" />
          </Form.Item>
          <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
            {t('signIn')}
          </Button>
        </Form>
        {demo && <DemoLogins logins={demo.logins} onChoose={submit} />}
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
