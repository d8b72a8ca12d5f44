import { useTranslation } from 'react-i18next'
import type { Schema } from '@/api/client'

type DemoLogin = Schema<'DemoLogin'>
type DemoLoginsProps = { logins: DemoLogin[]; onChoose: (login: DemoLogin) => void }

/** The people of the demo company; one click signs in as one of them. */
export function DemoLogins({ logins, onChoose }: DemoLoginsProps) {
  const { t, i18n } = useTranslation('access')
  const roleName = (role: string) => (i18n.exists(`access:role.${role}`) ? t(`role.${role}`) : role)

  return (
    <section className="section" aria-label={t('demoLogins')}>
      <h2 className="section-title">{t('demoLogins')}</h2>
      <ul className="rows">
        {logins.map((login) => (
          <li key={login.username}>
            <button type="button" className="row demo-login" onClick={() => onChoose(login)}>
              <span>{login.name}</span>
              <span className="quiet">{roleName(login.role)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
