import { expect, test } from 'vitest'
import type { Recurrence } from '@/ui/gantt/model/plan'
import { blankForm, formOf, patternOf } from './pattern'

test('the form opens on the weekday of its first day', () => {
  const form = blankForm('Meeting', '2026-01-07')

  expect(patternOf(form)).toEqual({
    frequency: 'weekly',
    interval: 1,
    weekdays: [2],
    from_date: '2026-01-07',
    count: 10,
    on_days_off: 'shift',
  })
})

test('a pattern of months holds either the day or which weekday', () => {
  const form = { ...blankForm('Board', '2026-01-07'), frequency: 'monthly' as const }

  expect(patternOf(form)).toMatchObject({ frequency: 'monthly', day: 7 })
  expect(patternOf({ ...form, by: 'weekday', nth: -1 })).toMatchObject({ nth: -1, weekday: 2 })
  expect(patternOf({ ...form, by: 'weekday' })).not.toHaveProperty('day')
})

test('nothing is sent while something is missing', () => {
  const form = blankForm('Meeting', '2026-01-07')

  expect(patternOf({ ...form, weekdays: [] })).toBeNull()
  expect(patternOf({ ...form, ends: 'until' })).toBeNull()
  expect(patternOf({ ...form, from: '' })).toBeNull()
})

test('what is stored opens the same form again', () => {
  const form = {
    ...blankForm('Meeting', '2026-01-05'),
    days: 0.25,
    ends: 'until' as const,
    until: '2026-03-31',
    startAt: '09:30',
    onDaysOff: 'skip' as const,
  }
  const pattern = patternOf(form)

  expect(pattern).toMatchObject({ start_minute: 570 })
  const held = { ...(pattern as Recurrence), duration_minutes: 120, calendar_id: null }
  expect(formOf('Meeting', held, 480)).toEqual(form)
})
