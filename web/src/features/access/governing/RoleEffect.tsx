import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { effectQuery, type RoleDetail } from './queries'

/** What it means for those who hold a role if it is saved like this. */
export function RoleEffect({ role, wanted }: { role: RoleDetail; wanted: string[] }) {
  const { t } = useTranslation('governing')
  const { data } = useQuery({
    ...effectQuery(role.id, [...wanted].sort()),
    placeholderData: keepPreviousData,
  })
  if (!data) return <p className="quiet">{t('role.counting')}</p>
  return (
    <Alert
      type="warning"
      showIcon
      role="status"
      title={t('role.effect')}
      description={
        <ul className="plain-list">
          {data.changes.map(({ permission, change, n_accounts, n_scopes }) => (
            <li key={permission}>
              {t(n_accounts === null ? `role.${change}Locked` : `role.${change}`, {
                permission: t(`permission.${permission}.name`, permission),
                accounts: n_accounts,
                scopes: n_scopes,
              })}
            </li>
          ))}
        </ul>
      }
    />
  )
}
