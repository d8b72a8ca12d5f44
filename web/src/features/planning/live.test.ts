import { MutationObserver, QueryClient } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import { onPlanChanged } from './live'
import { editKey } from './queries'

const planKey = ['planning', 'p1', 'plan', 'in force']

const clientWithPlan = (version: number) => {
  const queryClient = new QueryClient()
  queryClient.setQueryData(planKey, { plan_version: version })
  return queryClient
}
const isStale = (queryClient: QueryClient) =>
  queryClient.getQueryState(planKey)?.isInvalidated === true

test('a version that is not here yet makes the plan stale', async () => {
  const queryClient = clientWithPlan(17)

  await onPlanChanged(queryClient, 'p1', 18)

  expect(isStale(queryClient)).toBe(true)
})

test('a version that is already here changes nothing', async () => {
  const queryClient = clientWithPlan(18)

  await onPlanChanged(queryClient, 'p1', 18)

  expect(isStale(queryClient)).toBe(false)
})

test('the news of our own edit waits for its answer', async () => {
  vi.useFakeTimers()
  const queryClient = clientWithPlan(17)
  let answer = () => {}
  const edit = new MutationObserver(queryClient, {
    mutationKey: editKey('p1'),
    mutationFn: () =>
      new Promise<void>((resolve) => {
        answer = resolve
      }),
    onSuccess: () => queryClient.setQueryData(planKey, { plan_version: 18 }),
  })
  void edit.mutate()

  const heard = onPlanChanged(queryClient, 'p1', 18)
  await vi.advanceTimersByTimeAsync(500)
  answer()
  await vi.advanceTimersByTimeAsync(500)
  await heard

  expect(isStale(queryClient)).toBe(false)
  vi.useRealTimers()
})
