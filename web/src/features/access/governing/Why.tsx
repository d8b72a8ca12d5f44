import { useTranslation } from 'react-i18next'
import { formatDate } from '@/lib/format'
import type { Explanation } from './queries'

/** By which grants somebody may do something, and the way from each down to the place. */
export function Why({ explanation }: { explanation: Explanation }) {
  const { t, i18n } = useTranslation('governing')
  const { user, permission, scope, is_allowed, grants } = explanation
  const values = {
    name: user.name,
    permission: t(`permission.${permission}.name`, permission),
    scope: scope.label,
  }

  return (
    <div className="why" role="status">
      <p className="why-verdict">{t(is_allowed ? 'why.allowed' : 'why.refused', values)}</p>
      <ol className="plain-list">
        {grants.map(({ id, role, state, valid_to, path }) => (
          <li key={id} className="why-grant">
            <span className="why-step">{i18n.language === 'en' ? role.name_en : role.name}</span>
            {path.map((one) => (
              <span key={one.id} className="why-step">
                {one.label} <span className="quiet">{t(`kind.${one.kind}`, one.kind)}</span>
              </span>
            ))}
            <span className="quiet">
              {t(`state.${state}`)}
              {valid_to && ` · ${t('grant.until', { day: formatDate(valid_to) })}`}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}
