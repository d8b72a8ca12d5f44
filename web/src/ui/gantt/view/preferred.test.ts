import { afterEach, expect, test } from 'vitest'
import { prefer } from '@/lib/preferences'
import { baselineTops } from '../geometry/bars'
import { rowHeight } from '../geometry/rows'
import english from '../locales/en.json'
import { smallPlan } from '../model/samplePlan'
import { cellText } from './text'

afterEach(() => prefer({ density: 'standard', date_style: 'iso' }))

test('rows are as high as the viewer wants lists dense, and baselines stay in them', () => {
  expect(rowHeight()).toBe(32)
  prefer({ density: 'compact' })

  expect(rowHeight()).toBe(28)
  for (const count of [1, 2, 3])
    expect(Math.max(...baselineTops(count)) + 3).toBeLessThanOrEqual(rowHeight())
})

test('dates are written in the style that the viewer has chosen', () => {
  const plan = smallPlan()
  const task = plan.tasks.find(({ start }) => start !== null)
  if (!task) throw new Error('the sample has changed')
  expect(cellText(plan, task, 'start', english)).toBe('2026-03-02')

  prefer({ date_style: 'local', language: 'en' })

  expect(cellText(plan, task, 'start', english)).toBe('Mar 2, 2026')
})
