import { useQuery } from '@tanstack/react-query'
import { useNamed } from '@/lib/useNamed'
import { rolesQuery } from '../governing/queries'

/** The name of a role in the language of the page; undefined once the role is gone. */
export function useRoleName(): (roleId: string) => string | undefined {
  const named = useNamed()
  const { data } = useQuery(rolesQuery)
  return (roleId) => {
    const role = data?.find(({ id }) => id === roleId)
    return role && named(role)
  }
}
