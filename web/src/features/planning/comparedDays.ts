import dayjs from 'dayjs'
import type { PlanSearch } from './search'

const DAY = 'YYYY-MM-DD'

/** The two days that are compared: those of the address, else the last week. */
export function comparedDays({ from, to }: PlanSearch, today: string) {
  return {
    from: from ?? dayjs(today).subtract(7, 'day').format(DAY),
    to: to ?? dayjs(today).format(DAY),
  }
}

/** The instants between which the plans of two days are compared: the whole last day counts. */
export const comparedInstants = (from: string, to: string) =>
  [dayjs(from).toISOString(), dayjs(to).endOf('day').toISOString()] as const
