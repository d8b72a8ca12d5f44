import type { HeldRecurrence, Recurrence } from '@/ui/gantt/model/plan'

/** What the dialog asks for; fields of the chosen frequency alone count. */
export interface RecurringForm {
  name: string
  days: number
  calendar: string
  frequency: Recurrence['frequency']
  interval: number
  workingDays: boolean
  weekdays: number[]
  by: 'day' | 'weekday'
  day: number
  nth: number
  weekday: number
  month: number
  from: string
  ends: 'until' | 'count'
  until?: string
  count: number
  startAt?: string
  onDaysOff: 'shift' | 'skip'
}

export const NTH = [1, 2, 3, 4, -1] as const
export const PROJECT_CALENDAR = ''
const HOUR = 60
/** What a date input gives once it is filled in. */
const DATE = /^\d{4}-\d{2}-\d{2}$/

/** The form as it opens: weekly on the weekday of the first day, ten times. */
export function blankForm(name: string, from: string): RecurringForm {
  const day = new Date(`${from}T00:00Z`)
  const weekday = (day.getUTCDay() + 6) % 7
  return {
    name,
    days: 1,
    calendar: PROJECT_CALENDAR,
    frequency: 'weekly',
    interval: 1,
    workingDays: false,
    weekdays: [weekday],
    by: 'day',
    day: day.getUTCDate(),
    nth: 1,
    weekday,
    month: day.getUTCMonth() + 1,
    from,
    ends: 'count',
    count: 10,
    onDaysOff: 'shift',
  }
}

const clock = (minute: number) =>
  `${String(Math.floor(minute / HOUR)).padStart(2, '0')}:${String(minute % HOUR).padStart(2, '0')}`

/** The form that a stored recurrence came from. */
export function formOf(name: string, held: HeldRecurrence, minutesPerDay: number): RecurringForm {
  const blank = blankForm(name, held.from_date)
  return {
    ...blank,
    days: held.duration_minutes / minutesPerDay,
    calendar: held.calendar_id ?? PROJECT_CALENDAR,
    frequency: held.frequency,
    interval: held.interval ?? 1,
    workingDays: held.counts_working_days ?? false,
    weekdays: held.weekdays ?? blank.weekdays,
    by: held.nth == null ? 'day' : 'weekday',
    day: held.day ?? blank.day,
    nth: held.nth ?? blank.nth,
    weekday: held.weekday ?? blank.weekday,
    month: held.month ?? blank.month,
    ends: held.count == null ? 'until' : 'count',
    until: held.until ?? undefined,
    count: held.count ?? blank.count,
    startAt: held.start_minute == null ? undefined : clock(held.start_minute),
    onDaysOff: held.on_days_off ?? 'shift',
  }
}

function daysWithin(form: RecurringForm): Partial<Recurrence> {
  if (form.frequency === 'daily') return { counts_working_days: form.workingDays }
  if (form.frequency === 'weekly') return { weekdays: form.weekdays }
  const within = form.by === 'day' ? { day: form.day } : { nth: form.nth, weekday: form.weekday }
  return form.frequency === 'monthly' ? within : { ...within, month: form.month }
}

/** The pattern that the form stands for, or null while something is missing. */
export function patternOf(form: RecurringForm): Recurrence | null {
  if (!DATE.test(form.from ?? '') || !form.interval) return null
  if (form.frequency === 'weekly' && form.weekdays.length === 0) return null
  if (form.ends === 'until' ? !DATE.test(form.until ?? '') : !form.count) return null
  const [hours, minutes] = (form.startAt || ':').split(':').map(Number)
  return {
    frequency: form.frequency,
    interval: form.interval,
    ...daysWithin(form),
    from_date: form.from,
    ...(form.ends === 'until' ? { until: form.until } : { count: form.count }),
    ...(form.startAt ? { start_minute: (hours ?? 0) * HOUR + (minutes ?? 0) } : {}),
    on_days_off: form.onDaysOff,
  }
}
