import { useTranslation } from 'react-i18next'
import { useRefusalText } from '@/lib/useRefusalText'
import { PasskeyCancelled } from './passkeys'

/** What went wrong, in words; a passkey that was not given is no fault of the server. */
export function useFault() {
  const { t } = useTranslation('security')
  const explain = useRefusalText()
  return (error: unknown): string =>
    error instanceof PasskeyCancelled ? t('passkey.cancelled') : explain(error)
}
