import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { PLAN_EDIT, PLAN_TURN, planSender, turnSender } from '@/features/planning/sending'
import { PROJECT_CHANGE, projectSender } from '@/features/projects/sending'
import { reportSender } from '@/features/work/sending'
import { registerSender } from '@/lib/outbox/outbox'
import { useSending } from '@/lib/outbox/useOutbox'
import { PROGRESS_REPORT } from '@/lib/progressReport'

/** Says how each kind of change is sent and told. */
export function registerSenders(queryClient: QueryClient) {
  registerSender(PLAN_EDIT, planSender(queryClient))
  registerSender(PLAN_TURN, turnSender(queryClient))
  registerSender(PROJECT_CHANGE, projectSender(queryClient))
  registerSender(PROGRESS_REPORT, reportSender(queryClient))
}

/** Sends what waits, whichever page is open: also what an earlier page left behind. */
export function useOutboxLife() {
  const queryClient = useQueryClient()
  useState(() => registerSenders(queryClient))
  useSending()
}
