import { queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/api/client'
import { useNamed } from './useNamed'

/** What may be decided in the name of the company; the same for everyone. */
export const authoritiesQuery = queryOptions({
  queryKey: ['access', 'authorities'],
  queryFn: async ({ signal }) =>
    (await unwrap(client.GET('/api/v1/authorities', { signal }))).authorities,
  staleTime: Number.POSITIVE_INFINITY,
})

/** What an authority is called; its code until that is known. */
export function useAuthorityName(isNeeded: boolean): (code: string) => string {
  const named = useNamed()
  const { data } = useQuery({ ...authoritiesQuery, enabled: isNeeded })
  return (code) => {
    const found = data?.find((one) => one.code === code)
    return found ? named(found) : code
  }
}
