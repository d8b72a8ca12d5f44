import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '@/lib/session'
import { CodeField } from './CodeField'
import { hasPasskeys } from './passkeys'
import { useGiveSecondFactor, useProve } from './queries'
import { useFault } from './useFault'

type Kind = 'passkey' | 'totp' | 'recovery_code'

/** The second factor, by whichever of its ways the viewer has at hand. */
export function SecondFactorStep() {
  const { t } = useTranslation('security')
  const fault = useFault()
  const { factors, user } = useSession()
  const entering = useGiveSecondFactor()
  const proving = useProve()
  // Somebody whose role came to demand a factor is signed in already, and proves it.
  const give = user ? proving : entering
  const offered = factors.filter((kind) => kind !== 'passkey' || hasPasskeys())
  const [chosen, setChosen] = useState<Kind>()
  const kind = chosen ?? offered[0] ?? 'totp'

  return (
    <>
      <p className="quiet">{t(`second.${kind}`)}</p>
      {give.error && <Alert type="error" role="alert" title={fault(give.error)} />}
      <Form
        key={kind}
        layout="vertical"
        requiredMark={false}
        disabled={give.isPending}
        onFinish={(fields: { code?: string; recovery_code?: string }) =>
          give.mutate(kind === 'passkey' ? 'passkey' : fields)
        }
      >
        {kind === 'totp' && <CodeField />}
        {kind === 'recovery_code' && (
          <Form.Item name="recovery_code" label={t('second.recovery')} rules={[{ required: true }]}>
            <Input autoComplete="off" size="large" autoFocus />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" size="large" block loading={give.isPending}>
          {t(kind === 'passkey' ? 'passkey.use' : 'second.go')}
        </Button>
      </Form>
      {offered
        .filter((other) => other !== kind)
        .map((other) => (
          <button
            key={other}
            type="button"
            className="text-button"
            onClick={() => {
              give.reset()
              setChosen(other)
            }}
          >
            {t(`second.other.${other}`)}
          </button>
        ))}
    </>
  )
}
