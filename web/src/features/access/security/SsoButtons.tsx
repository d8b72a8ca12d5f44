import { Alert, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { type ProviderName, useLeaveFor } from './queries'
import { useFault } from './useFault'

type SsoButtonsProps = {
  providers: ProviderName[]
  purpose: 'sign_in' | 'link' | 'prove'
  to: string
}

/** One button for each identity provider. */
export function SsoButtons({ providers, purpose, to }: SsoButtonsProps) {
  const { t, i18n } = useTranslation('security')
  const fault = useFault()
  const leave = useLeaveFor()
  return (
    <>
      {leave.error && <Alert type="error" role="alert" title={fault(leave.error)} />}
      {providers.map(({ id, name, name_en }) => (
        <Button
          key={id}
          block={purpose !== 'link'}
          size={purpose === 'sign_in' ? 'large' : undefined}
          loading={leave.isPending && leave.variables.provider === id}
          onClick={() => leave.mutate({ provider: id, purpose, to })}
        >
          {t(`sso.${purpose}`, { name: i18n.language === 'en' ? name_en : name })}
        </Button>
      ))}
    </>
  )
}
