import './notifications.css'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useRefusalText } from '@/lib/useRefusalText'
import { Page } from '@/ui/Page'
import { PreferenceRow } from './PreferenceRow'
import {
  type Preference,
  type PreferenceChange,
  preferencesQuery,
  useSetPreference,
} from './queries'

const TOAST = 'notification-preference'

/** Changes one preference, and offers to take it back. */
function useChange() {
  const { t } = useTranslation('notifications')
  const { message } = App.useApp()
  const explain = useRefusalText()
  const { mutateAsync } = useSetPreference()

  const send = (change: PreferenceChange) =>
    mutateAsync(change).catch((error: unknown) => {
      message.open({ key: TOAST, type: 'error', duration: 8, content: explain(error) })
    })

  return async (before: Preference, change: Partial<PreferenceChange>) => {
    const kind = before.kind as PreferenceChange['kind']
    if (!(await send({ kind, ...change }))) return
    const undo = () => {
      message.destroy(TOAST)
      const { is_in_app, mail } = before
      void send({ kind, is_in_app, mail: mail as PreferenceChange['mail'] })
    }
    message.open({
      key: TOAST,
      type: 'success',
      duration: 6,
      content: (
        <>
          {t('saved')}
          <Button type="link" size="small" onClick={undo}>
            {t('undo')}
          </Button>
        </>
      ),
    })
  }
}

/** How the viewer is told of what: in the application, by mail at once or once a day. */
export function PreferencesPage() {
  const { t } = useTranslation('notifications')
  const { data } = useSuspenseQuery(preferencesQuery)
  const change = useChange()
  const { address, is_mail_on, preferences } = data
  const canMail = is_mail_on && address !== null

  return (
    <Page
      title={t('preferences')}
      lead={canMail ? t('mailGoesTo', { address }) : t('mailGoesNowhere')}
      actions={<Link to="/notifications">{t('toNotifications')}</Link>}
    >
      {!canMail && (
        <Alert
          type="info"
          showIcon
          className="preferences-note"
          title={t(is_mail_on ? 'noAddress' : 'mailIsOff')}
        />
      )}
      <table className="preferences">
        <caption className="visually-hidden">{t('preferences')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('about')}</th>
            <th scope="col">{t('inApp')}</th>
            <th scope="col">{t('mail')}</th>
          </tr>
        </thead>
        <tbody>
          {preferences.map((one) => (
            <PreferenceRow
              key={one.kind}
              preference={one}
              canMail={canMail}
              onChange={(changed) => change(one, changed)}
            />
          ))}
        </tbody>
      </table>
      <p className="quiet">{t('signInAlways')}</p>
    </Page>
  )
}
