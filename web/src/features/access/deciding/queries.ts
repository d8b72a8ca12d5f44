import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'

export type Authority = Schema<'Authority'>
export type AuthorityCode = Schema<'NewHolding'>['authority']
export type Holding = Schema<'Holding'>
export type Body = Schema<'BodyOut'>
export type BodyDetail = Schema<'BodyDetail'>
export type Question = Schema<'QuestionOut'>
export type QuestionDetail = Schema<'QuestionDetail'>
export type Delegation = Schema<'DelegationOut'>
export type Delegable = Schema<'Delegable'>
export type Separation = Schema<'SeparationOut'>
export type Proof = Schema<'AuthorityExplanation'>
export type Seat = Schema<'SeatIn'>['role']
export type Choice = Schema<'VoteIn'>['choice']

const ALL = { limit: 200 }

export const holdingsQuery = queryOptions({
  queryKey: ['access', 'holdings'],
  queryFn: async ({ signal }) =>
    (await unwrap(client.GET('/api/v1/holdings', { params: { query: ALL }, signal }))).items,
})

export const bodiesQuery = queryOptions({
  queryKey: ['access', 'bodies'],
  queryFn: async ({ signal }) =>
    (await unwrap(client.GET('/api/v1/bodies', { params: { query: ALL }, signal }))).items,
})

export const bodyQuery = (bodyId: string) =>
  queryOptions({
    queryKey: ['access', 'bodies', bodyId],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/bodies/{body_id}', { params: { path: { body_id: bodyId } }, signal }),
      ),
  })

export const questionsQuery = queryOptions({
  queryKey: ['access', 'questions'],
  queryFn: async ({ signal }) =>
    (await unwrap(client.GET('/api/v1/questions', { params: { query: ALL }, signal }))).items,
})

export const questionQuery = (questionId: string) =>
  queryOptions({
    queryKey: ['access', 'questions', questionId],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/questions/{question_id}', {
          params: { path: { question_id: questionId } },
          signal,
        }),
      ),
  })

export const delegationsQuery = queryOptions({
  queryKey: ['access', 'delegations'],
  queryFn: async ({ signal }) =>
    (await unwrap(client.GET('/api/v1/delegations', { params: { query: ALL }, signal }))).items,
})

export const delegableQuery = queryOptions({
  queryKey: ['access', 'delegable'],
  queryFn: async ({ signal }) =>
    (await unwrap(client.GET('/api/v1/delegations/choices', { signal }))).items,
})

export const colleaguesQuery = (q: string) =>
  queryOptions({
    queryKey: ['access', 'colleagues', q],
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          client.GET('/api/v1/delegations/colleagues', { params: { query: { q } }, signal }),
        )
      ).items,
    placeholderData: keepPreviousData,
  })

export const separationsQuery = queryOptions({
  queryKey: ['access', 'separations'],
  queryFn: async ({ signal }) =>
    (await unwrap(client.GET('/api/v1/separations', { params: { query: ALL }, signal }))).items,
})

export const pairsQuery = queryOptions({
  queryKey: ['access', 'pairs'],
  queryFn: async ({ signal }) =>
    (await unwrap(client.GET('/api/v1/separations/choices', { signal }))).pairs,
})

type Asked = {
  authority: AuthorityCode
  who: string
  at: string
  amount?: number
  currency: string
}

export const proofQuery = ({ authority, who, at, amount, currency }: Asked) =>
  queryOptions({
    queryKey: ['access', 'proof', authority, who, at, amount, currency],
    queryFn: ({ signal }) => {
      const query = { authority, user_id: who, scope_id: at, amount, currency }
      return unwrap(client.GET('/api/v1/authorities/explanation', { params: { query }, signal }))
    },
  })

/** The scopes into whose authorities the viewer may look, by what is typed. */
export const scopeChoicesQuery = (q: string, chosen?: string) =>
  queryOptions({
    queryKey: ['access', 'deciding scopes', q, chosen],
    queryFn: async ({ signal }) => {
      const ask = (filter: string[]) => {
        const params = { query: { limit: 20, filter } }
        return unwrap(client.GET('/api/v1/authorities/scopes', { params, signal }))
      }
      const { items } = await ask(q ? [`label:contains:${q}`] : [])
      if (!chosen || items.some(({ id }) => id === chosen)) return items
      return [...(await ask([`id:eq:${chosen}`])).items, ...items]
    },
    placeholderData: keepPreviousData,
  })

/** A mutation after which everything about rights is read anew, and the projects they decide on. */
function useChange<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const queryClient = useQueryClient()
  const keys = [['access'], ['planning']]
  return useMutation({
    mutationFn,
    onSettled: () =>
      Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey }))),
  })
}

const version = (number: number) => ({ 'If-Match': `"${number}"` })
const ofHolding = (id: string) => ({ path: { holding_id: id } })
const ofQuestion = (id: string) => ({ path: { question_id: id } })

/** What can be done with authorities. */
export function useHoldingChanges() {
  const propose = useChange((body: Schema<'NewHolding'>) =>
    unwrap(client.POST('/api/v1/holdings', { body })),
  )
  const confirm = useChange((id: string) =>
    unwrap(client.POST('/api/v1/holdings/{holding_id}/confirmation', { params: ofHolding(id) })),
  )
  const revoke = useChange((id: string) =>
    unwrap(client.DELETE('/api/v1/holdings/{holding_id}', { params: ofHolding(id) })),
  )
  return { propose, confirm, revoke }
}

type Sitting = { bodyId: string; userId: string }

/** What can be done with bodies. */
export function useBodyChanges() {
  const create = useChange((body: Schema<'NewBody'>) =>
    unwrap(client.POST('/api/v1/bodies', { body })),
  )
  const change = useChange(({ of, ...body }: { of: Body } & Schema<'BodyPatch'>) =>
    unwrap(
      client.PATCH('/api/v1/bodies/{body_id}', {
        params: { path: { body_id: of.id }, header: version(of.version) },
        body,
      }),
    ),
  )
  const dissolve = useChange((of: Body) =>
    unwrap(
      client.DELETE('/api/v1/bodies/{body_id}', {
        params: { path: { body_id: of.id }, header: version(of.version) },
      }),
    ),
  )
  const confirm = useChange((of: Body) =>
    unwrap(client.POST('/api/v1/bodies/{body_id}/confirmation', { params: ofBody(of) })),
  )
  const decline = useChange((of: Body) =>
    unwrap(client.DELETE('/api/v1/bodies/{body_id}/confirmation', { params: ofBody(of) })),
  )
  const seat = useChange(({ bodyId, userId, role }: Sitting & { role: Seat }) =>
    unwrap(
      client.PUT('/api/v1/bodies/{body_id}/members/{user_id}', {
        params: { path: { body_id: bodyId, user_id: userId } },
        body: { role },
      }),
    ),
  )
  const confirmSeat = useChange(({ bodyId, userId }: Sitting) =>
    unwrap(
      client.POST('/api/v1/bodies/{body_id}/members/{user_id}/confirmation', {
        params: { path: { body_id: bodyId, user_id: userId } },
      }),
    ),
  )
  const unseat = useChange(({ bodyId, userId }: Sitting) =>
    unwrap(
      client.DELETE('/api/v1/bodies/{body_id}/members/{user_id}', {
        params: { path: { body_id: bodyId, user_id: userId } },
      }),
    ),
  )
  return { create, change, confirm, decline, dissolve, seat, confirmSeat, unseat }
}

/** What can be done with questions. */
export function useQuestionChanges() {
  const ask = useChange((body: Schema<'NewQuestion'>) =>
    unwrap(client.POST('/api/v1/questions', { body })),
  )
  const vote = useChange(({ id, ...body }: { id: string } & Schema<'VoteIn'>) =>
    unwrap(client.POST('/api/v1/questions/{question_id}/votes', { params: ofQuestion(id), body })),
  )
  const close = useChange((id: string) =>
    unwrap(client.POST('/api/v1/questions/{question_id}/closing', { params: ofQuestion(id) })),
  )
  const withdraw = useChange((id: string) =>
    unwrap(client.POST('/api/v1/questions/{question_id}/withdrawal', { params: ofQuestion(id) })),
  )
  return { ask, vote, close, withdraw }
}

/** What can be done with delegations. */
export function useDelegationChanges() {
  const give = useChange((body: Schema<'NewDelegation'>) =>
    unwrap(client.POST('/api/v1/delegations', { body })),
  )
  const revoke = useChange((id: string) =>
    unwrap(
      client.DELETE('/api/v1/delegations/{delegation_id}', {
        params: { path: { delegation_id: id } },
      }),
    ),
  )
  return { give, revoke }
}

const ofBody = ({ id, version: number }: Body) => ({
  path: { body_id: id },
  header: version(number),
})

const ofRule = ({ id, version: number }: Separation) => ({
  path: { separation_id: id },
  header: version(number),
})

/** What can be done with duties kept apart. */
export function useSeparationChanges() {
  const add = useChange((body: Schema<'NewSeparation'>) =>
    unwrap(client.POST('/api/v1/separations', { body })),
  )
  const turn = useChange(({ rule, is_on }: { rule: Separation; is_on: boolean }) =>
    unwrap(
      client.PATCH('/api/v1/separations/{separation_id}', {
        params: ofRule(rule),
        body: { is_on },
      }),
    ),
  )
  const remove = useChange((rule: Separation) =>
    unwrap(client.DELETE('/api/v1/separations/{separation_id}', { params: ofRule(rule) })),
  )
  return { add, turn, remove }
}
