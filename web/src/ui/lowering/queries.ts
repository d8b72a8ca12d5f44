import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'

export type Lowering = Schema<'LoweringOut'>
export type LoweringState = Lowering['state']

const PAGE_SIZE = 50
const ALL = ['access', 'lowerings']

/** Something was asked for or answered: what is open of it is asked for again. */
export const refreshLowerings = (queryClient: QueryClient) =>
  queryClient.invalidateQueries({ queryKey: ALL })

/** What the viewer asked to be lowered or may confirm, and what of it waits or is meant alone. */
export const loweringsQuery = ({ id, state }: { id?: string; state?: LoweringState }) =>
  infiniteQueryOptions({
    queryKey: [...ALL, 'list', id, state],
    queryFn: ({ pageParam, signal }) => {
      const filter = [...(id ? [`id:eq:${id}`] : []), ...(state ? [`state:eq:${state}`] : [])]
      const query = { limit: PAGE_SIZE, cursor: pageParam ?? undefined, filter }
      return unwrap(client.GET('/api/v1/lowerings', { params: { query }, signal }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    placeholderData: keepPreviousData,
  })

/** What waits of it; one answer for all the records on a page. */
export const waitingLoweringsQuery = queryOptions({
  queryKey: [...ALL, 'waiting'],
  queryFn: async ({ signal }) => {
    const query = { limit: 200, filter: ['state:eq:waiting'] }
    return (await unwrap(client.GET('/api/v1/lowerings', { params: { query }, signal }))).items
  },
  staleTime: 30_000,
})

const ofLowering = ({ id }: Lowering) => ({ path: { lowering_id: id } })

/** What can be done with requests; a class that was lowered changes what every page shows. */
export function useLoweringChanges() {
  const queryClient = useQueryClient()
  const changing = { onSettled: () => queryClient.invalidateQueries() }
  const ask = useMutation({
    mutationFn: (body: Schema<'NewLowering'>) => unwrap(client.POST('/api/v1/lowerings', { body })),
    onSettled: () => refreshLowerings(queryClient),
  })
  const confirm = useMutation({
    mutationFn: (lowering: Lowering) =>
      unwrap(
        client.POST('/api/v1/lowerings/{lowering_id}/confirmation', {
          params: ofLowering(lowering),
        }),
      ),
    ...changing,
  })
  const decline = useMutation({
    mutationFn: (lowering: Lowering) =>
      unwrap(
        client.POST('/api/v1/lowerings/{lowering_id}/refusal', { params: ofLowering(lowering) }),
      ),
    ...changing,
  })
  const withdraw = useMutation({
    mutationFn: (lowering: Lowering) =>
      unwrap(client.DELETE('/api/v1/lowerings/{lowering_id}', { params: ofLowering(lowering) })),
    ...changing,
  })
  return { ask, confirm, decline, withdraw }
}
