import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'
import { changeVersioned } from '@/lib/versioned'
import type { Unit } from '../queries'

export type Placement = Schema<'Placement'>
export type Place = Schema<'Place'>

/** How many people work in each unit at each site. */
export const placesQuery = queryOptions({
  queryKey: ['organisation', 'places'],
  queryFn: async ({ signal }) => {
    const { items } = await unwrap(client.GET('/api/v1/people/places', { signal }))
    return items
  },
})

/** How many projects in view belong to each unit; units without any are absent. */
export const projectCountsQuery = queryOptions({
  queryKey: ['organisation', 'project counts'],
  queryFn: async ({ signal }) => {
    const query = { limit: 1, group: 'unit' }
    const { groups } = await unwrap(client.GET('/api/v1/projects', { params: { query }, signal }))
    return new Map((groups ?? []).map(({ key, count }) => [String(key), count]))
  },
})

export const placementsQuery = (unitId: string) =>
  queryOptions({
    queryKey: ['organisation', 'placements', unitId],
    queryFn: async ({ signal }) => {
      const params = { path: { unit_id: unitId } }
      const { items } = await unwrap(
        client.GET('/api/v1/units/{unit_id}/placements', { params, signal }),
      )
      return items
    },
  })

const SOME = 8

export const unitProjectsQuery = (unitId: string) =>
  queryOptions({
    queryKey: ['organisation', 'unit projects', unitId],
    queryFn: ({ signal }) => {
      const query = { limit: SOME, sort: '-finish', filter: [`unit:eq:${unitId}`] }
      return unwrap(client.GET('/api/v1/projects', { params: { query }, signal }))
    },
  })

export const unitGrantsQuery = (scopeId: string) =>
  queryOptions({
    queryKey: ['organisation', 'unit grants', scopeId],
    queryFn: ({ signal }) => {
      const query = { limit: 50, filter: [`scope:eq:${scopeId}`] }
      return unwrap(client.GET('/api/v1/grants', { params: { query }, signal }))
    },
  })

const at = ({ id, version }: Pick<Unit, 'id' | 'version'>) => ({
  path: { unit_id: id },
  header: { 'If-Match': `"${version}"` },
})

/** What can be done with units; each change reads the organisation again. */
export function useUnitChanges() {
  const queryClient = useQueryClient()
  const onSettled = () => queryClient.invalidateQueries({ queryKey: ['organisation'] })
  const of = (held: Unit) => ({ held, words: ['organisation', 'unit'] as const, queryClient })
  const create = useMutation({
    mutationFn: (body: Schema<'UnitIn'>) => unwrap(client.POST('/api/v1/units', { body })),
    onSettled,
  })
  const change = useMutation({
    mutationFn: ({ unit, ...fields }: { unit: Unit } & Schema<'UnitPatch'>) =>
      changeVersioned({
        ...of(unit),
        fields,
        send: (held, body) =>
          unwrap(client.PATCH('/api/v1/units/{unit_id}', { params: at(held), body })),
      }),
    onSettled,
  })
  const move = useMutation({
    mutationFn: ({ unit, ...fields }: { unit: Unit } & Schema<'UnitMove'>) =>
      changeVersioned({
        ...of(unit),
        fields,
        isWhole: true,
        send: (held, body) =>
          unwrap(client.POST('/api/v1/units/{unit_id}/move', { params: at(held), body })),
      }),
    onSettled,
  })
  const close = useMutation({
    mutationFn: ({ unit, ...fields }: { unit: Unit } & Schema<'Ending'>) =>
      changeVersioned({
        ...of(unit),
        fields,
        columns: { on: 'valid_to' },
        send: (held, body) =>
          unwrap(client.POST('/api/v1/units/{unit_id}/close', { params: at(held), body })),
      }),
    onSettled,
  })
  return { create, change, move, close }
}
