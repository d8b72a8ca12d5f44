import { describe, expect, test } from 'vitest'
import type { CalendarDay, CalendarException } from '../queries'
import {
  copiedYear,
  differences,
  markOf,
  ownException,
  readShifts,
  shiftsText,
  withException,
  withoutDays,
} from './days'

const off = (from_date: string, to_date = from_date, name = 'Off'): CalendarException => ({
  from_date,
  to_date,
  name,
  shifts: [],
})
const day = (date: string, fields: Partial<CalendarDay> = {}): CalendarDay => ({
  date,
  is_working: true,
  minutes: 480,
  shifts: [[480, 960]],
  kind: 'weekday',
  name: null,
  name_en: null,
  ...fields,
})

describe('exceptions', () => {
  test('a day in the middle is cut out and the rest stays', () => {
    expect(withoutDays([off('2026-02-24', '2026-02-27')], '2026-02-25', '2026-02-26')).toEqual([
      off('2026-02-24'),
      off('2026-02-27'),
    ])
  })

  test('another one takes the place of what stood on its days', () => {
    const before = [off('2026-06-01', '2026-06-03'), off('2026-01-05')]

    expect(withException(before, off('2026-06-03', '2026-06-04', 'New'))).toEqual([
      off('2026-01-05'),
      off('2026-06-01', '2026-06-02'),
      off('2026-06-03', '2026-06-04', 'New'),
    ])
  })

  test('the later one decides a day', () => {
    const found = ownException([off('2026-06-01', '2026-06-09'), off('2026-06-05')], '2026-06-05')

    expect(found).toEqual(off('2026-06-05'))
  })

  test('a year is copied to the same dates, over its end and without the leap day', () => {
    const year = [off('2028-02-29'), off('2028-12-31', '2029-01-02'), off('2027-05-01')]

    expect(copiedYear(year, 2028, 2030)).toEqual([
      off('2027-05-01'),
      off('2028-02-29'),
      off('2028-12-31', '2029-01-02'),
      off('2030-02-28'),
      off('2030-12-31', '2031-01-02'),
    ])
  })

  test('days that are taken stay as they are', () => {
    const year = [off('2026-05-04'), off('2027-05-04', '2027-05-05', 'Taken')]

    expect(copiedYear(year, 2026, 2027)).toEqual(year)
  })
})

describe('shifts', () => {
  test.each([
    [
      '08:30-12:00, 13:00-17:30',
      [
        [510, 720],
        [780, 1050],
      ],
    ],
    ['8:00–16:00', [[480, 960]]],
    ['16:00-24:00', [[960, 1440]]],
    ['', []],
    ['8-12', null],
    ['08:70-12:00', null],
    ['25:00-26:00', null],
  ])('%s is read', (text, shifts) => {
    expect(readShifts(text)).toEqual(shifts)
  })

  test('what is written is read again', () => {
    const shifts = [
      [0, 360],
      [1320, 1440],
    ]

    expect(readShifts(shiftsText(shifts))).toEqual(shifts)
  })
})

test('calendars differ on the days with other hours', () => {
  const first = [day('2026-01-01'), day('2026-01-02')]
  const second = [day('2026-01-01'), day('2026-01-02', { is_working: false, shifts: [] })]

  expect(differences(first, second).map(({ date }) => date)).toEqual(['2026-01-02'])
})

test.each([
  [{ kind: 'weekday' }, undefined],
  [{ kind: 'holiday' }, 'holiday'],
  [{ kind: 'exception', is_working: false }, 'off'],
  [{ kind: 'exception', is_working: true }, 'special'],
] as const)('a day is marked by what it is', (fields, mark) => {
  expect(markOf(day('2026-01-01', fields))).toBe(mark)
})
