import type { GrantState } from '../search'

type Period = { valid_from: string | null; valid_to: string | null; is_waiting: boolean }

/** Whether a grant counts at an instant. */
export function grantState({ valid_from, valid_to, is_waiting }: Period, now: string): GrantState {
  if (is_waiting) return 'proposed'
  const at = Date.parse(now)
  if (valid_from && Date.parse(valid_from) > at) return 'not_yet'
  return valid_to && Date.parse(valid_to) <= at ? 'over' : 'in_force'
}

/** The instant at which a day begins for the viewer. */
export const startOfDay = (day: string | undefined): string | null =>
  day ? new Date(`${day}T00:00`).toISOString() : null

/** The viewer's day on which an instant lies. */
export function dayOf(instant: string | null): string | undefined {
  if (!instant) return undefined
  const at = new Date(instant)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}
