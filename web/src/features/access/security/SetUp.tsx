import { Alert, Button, Form, Input, QRCode, Typography } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { CodeField } from './CodeField'
import { useAddApp, useAddPasskey, useNewApp } from './queries'
import { useFault } from './useFault'

type SetUpProps = { onDone: (codes: string[] | null) => void }

/** An authenticator app: its secret as a picture and as text, then its first code. */
export function SetUpApp({ onDone }: SetUpProps) {
  const { t } = useTranslation('security')
  const fault = useFault()
  const { mutate: begin, data: app, error: refused } = useNewApp()
  const add = useAddApp()
  const hasBegun = useRef(false)
  useEffect(() => {
    if (hasBegun.current) return
    hasBegun.current = true
    begin()
  }, [begin])
  const error = add.error ?? refused

  return (
    <>
      {error && <Alert type="error" role="alert" title={fault(error)} />}
      {app && (
        <Form
          layout="vertical"
          requiredMark={false}
          disabled={add.isPending}
          onFinish={({ code }: { code: string }) =>
            add.mutate(code.replace(/\s/g, ''), {
              onSuccess: ({ recovery_codes }) => onDone(recovery_codes),
            })
          }
        >
          <p>{t('app.scan')}</p>
          <QRCode
            value={app.address}
            type="svg"
            size={200}
            color="#000000"
            bgColor="#ffffff"
            aria-label={t('app.picture')}
          />
          <p className="quiet">{t('app.type')}</p>
          <Typography.Text code copyable className="one-time">
            {app.secret}
          </Typography.Text>
          <CodeField autoFocus={false} />
          <Button type="primary" htmlType="submit" loading={add.isPending}>
            {t('app.finish')}
          </Button>
        </Form>
      )}
    </>
  )
}

/** A passkey: a name for it, then the browser's own window. */
export function SetUpPasskey({ onDone }: SetUpProps) {
  const { t } = useTranslation('security')
  const fault = useFault()
  const add = useAddPasskey()
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      disabled={add.isPending}
      onFinish={({ name }: { name: string }) =>
        add.mutate(name, { onSuccess: ({ recovery_codes }) => onDone(recovery_codes) })
      }
    >
      {add.error && <Alert type="error" role="alert" title={fault(add.error)} />}
      <p>{t('passkey.about')}</p>
      <Form.Item
        name="name"
        label={t('passkey.name')}
        extra={t('passkey.nameHint')}
        rules={[{ required: true, whitespace: true, max: 60 }]}
      >
        <Input autoFocus autoComplete="off" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={add.isPending}>
        {t('passkey.make')}
      </Button>
    </Form>
  )
}
