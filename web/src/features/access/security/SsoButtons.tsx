import { Alert, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNamed } from '@/lib/useNamed'
import { type ProviderName, useLeaveFor } from './queries'
import { useFault } from './useFault'

type SsoButtonsProps = {
  providers: ProviderName[]
  purpose: 'sign_in' | 'link' | 'prove'
  to: string
}

/** One button for each identity provider. */
export function SsoButtons({ providers, purpose, to }: SsoButtonsProps) {
  const { t } = useTranslation('security')
  const named = useNamed()
  const fault = useFault()
  const leave = useLeaveFor()
  return (
    <>
      {leave.error && <Alert type="error" role="alert" title={fault(leave.error)} />}
      {providers.map((one) => (
        <Button
          key={one.id}
          block={purpose !== 'link'}
          size={purpose === 'sign_in' ? 'large' : undefined}
          loading={leave.isPending && leave.variables.provider === one.id}
          onClick={() => leave.mutate({ provider: one.id, purpose, to })}
        >
          {t(`sso.${purpose}`, { name: named(one) })}
        </Button>
      ))}
    </>
  )
}
