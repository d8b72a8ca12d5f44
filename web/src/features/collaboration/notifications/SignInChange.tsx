import { useTranslation } from 'react-i18next'
import { formatInstant } from '@/lib/format'
import type { Notification } from './queries'

/** What the server tells of a change of how one signs in. */
type Change = {
  what: string
  when: string
  name?: string
  name_en?: string
  expires?: string
  device?: string
  ip?: string
}

const REMEDIES: Record<string, string> = {
  app_added: 'remove',
  passkey_added: 'remove',
  identity_linked: 'remove',
  app_removed: 'restore',
  passkey_removed: 'restore',
  identity_unlinked: 'restore',
  recovery_codes_replaced: 'codes',
  recovery_code_used: 'codes',
  new_place: 'session',
  token_issued: 'revoke',
}

/** What was changed, in one sentence. */
export function useSignInChange() {
  const { t, i18n } = useTranslation('notifications')
  return (data: Notification['data']): string => {
    const { what, name, name_en, expires } = data as Change
    const shown = (i18n.language === 'en' && name_en) || name
    return t(`signIn.what.${what}`, { name: shown, expires: formatInstant(expires) })
  }
}

/** When it was, by whom or from where, and what to do if it should not have been. */
export function SignInChange({ item }: { item: Notification }) {
  const { t } = useTranslation('notifications')
  const { what, when, device, ip } = item.data as Change
  const isOwn = ip !== undefined
  const place = [device || t('signIn.unknown'), ip].filter(Boolean).join(', ')
  const from = isOwn
    ? t('signIn.from', { place })
    : t('signIn.by', { by: item.by?.name ?? t('system') })
  const remedy = t(`signIn.remedies.${REMEDIES[what] ?? 'administrator'}`)
  return (
    <>
      <span className="news-subject">
        {formatInstant(when)} · {from}
      </span>
      <span className="news-excerpt quiet">
        {t(isOwn ? 'signIn.remedy' : 'signIn.remedyOther', { remedy })}
      </span>
    </>
  )
}
