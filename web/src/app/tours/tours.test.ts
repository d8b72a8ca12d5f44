import { expect, test } from 'vitest'
import en from './locales/en.json'
import { cardPlace } from './place'
import { roleOf, TOURS } from './tours'

test.each(Object.entries(TOURS))(
  'the tour of a %s has four to six stops with texts',
  (_, stops) => {
    expect(stops.length).toBeGreaterThanOrEqual(4)
    expect(stops.length).toBeLessThanOrEqual(6)
    expect(stops.filter(({ name }) => !(name in en.stop))).toEqual([])
  },
)

test.each([
  [['access.manage', 'planning.edit_plan'], 'administrator'],
  [['access.manage_authorities', 'planning.edit_plan'], 'pmo'],
  [['planning.edit_plan', 'planning.report_progress'], 'project_manager'],
  [['projects.view', 'planning.report_progress'], 'member'],
  [['projects.view', 'finance.view_costs'], 'executive'],
])('%j is shown the tour of the %s', (permissions, role) => {
  expect(roleOf(permissions)).toBe(role)
})

const SCREEN = { width: 1440, height: 900 }

test.each([
  [
    'below a thing at the top',
    { left: 300, top: 20, width: 200, height: 30 },
    { left: 300, top: 62 },
  ],
  [
    'beside a thing at the foot',
    { left: 8, top: 820, width: 180, height: 34 },
    { left: 200, top: 678 },
  ],
  [
    'inside what fills the screen',
    { left: 0, top: 0, width: 1440, height: 900 },
    { left: 12, top: 678 },
  ],
])('the card stands %s', (_, frame, place) => {
  expect(cardPlace(frame, SCREEN)).toEqual(place)
})
