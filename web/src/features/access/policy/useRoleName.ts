import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { rolesQuery } from '../governing/queries'

/** The name of a role in the language of the page; undefined once the role is gone. */
export function useRoleName(): (roleId: string) => string | undefined {
  const { i18n } = useTranslation()
  const { data } = useQuery(rolesQuery)
  return (roleId) => {
    const role = data?.find(({ id }) => id === roleId)
    return role && (i18n.language === 'en' ? role.name_en : role.name)
  }
}
