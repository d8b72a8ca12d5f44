import { describe, expect, it } from 'vitest'
import english from '../locales/en.json'
import chinese from '../locales/zh-CN.json'
import { readCalendar } from '../model/calendar'
import { formatMoment, momentOf } from '../model/moments'
import { samplePlan, smallPlan, WEEK } from '../model/samplePlan'
import { finishFrom, parseDateText, startFrom } from './dateText'
import { formatDuration, formatSigned, parseDuration, writeDuration } from './duration'
import {
  editPredecessors,
  formatPredecessor,
  formatTerms,
  parsePredecessors,
  parseTerms,
  predecessorsText,
} from './predecessors'

const units = { minutes_per_day: 480 }

describe('the duration grammar', () => {
  it.each([
    ['3d', 1440],
    ['3', 1440],
    ['1.5 days', 720],
    ['4h', 240],
    ['90 min', 90],
    ['2w', 4800],
    ['1w 2d', 3360],
    ['1mo', 9600],
    ['0d', 0],
    ['3d?', 1440],
    ['3天', 1440],
    ['3 个工作日', 1440],
    ['4小时', 240],
    ['1.5个小时', 90],
    ['２周', 4800],
    ['30分钟', 30],
    ['1周2天', 3360],
  ])('reads %s as %i working minutes', (text, minutes) => {
    expect(parseDuration(text, units)).toEqual({ minutes, is_elapsed: false })
  })

  it.each([
    ['2ed', 2880],
    ['36eh', 2160],
    ['2自然日', 2880],
    ['1 elapsed weeks', 10_080],
  ])('reads %s as elapsed time', (text, minutes) => {
    expect(parseDuration(text, units)).toEqual({ minutes, is_elapsed: true })
  })

  it.each(['', 'abc', '3x', '-2d', '2d 3ed', 'd'])('refuses %j', (text) => {
    expect(parseDuration(text, units)).toBeNull()
  })

  it('takes the length of the week from the project', () => {
    expect(parseDuration('1w', { minutes_per_day: 480, minutes_per_week: 2880 })?.minutes).toBe(
      2880,
    )
  })

  it('says durations in both languages', () => {
    const say = (minutes: number, isElapsed = false) => [
      formatDuration(minutes, isElapsed, units, english.units),
      formatDuration(minutes, isElapsed, units, chinese.units),
    ]

    expect(say(1440)).toEqual(['3 d', '3 天'])
    expect(say(240)).toEqual(['4 h', '4 小时'])
    expect(say(0)).toEqual(['0 d', '0 天'])
    expect(say(720)).toEqual(['1.5 d', '1.5 天'])
    expect(say(45)).toEqual(['45 min', '45 分钟'])
    expect(say(2880, true)).toEqual(['2 ed', '2 自然日'])
    expect(formatSigned(-960, units, english.units)).toBe('\u22122 d')
    expect(formatSigned(960, units, english.units)).toBe('+2 d')
  })

  it('reads back what it writes', () => {
    for (const minutes of [0, 15, 60, 90, 240, 480, 720, 1000, 2400, 4801]) {
      for (const isElapsed of [false, true]) {
        const text = writeDuration(minutes, isElapsed, units)
        expect(parseDuration(text, units)).toEqual({ minutes, is_elapsed: isElapsed })
      }
    }
  })
})

describe('the predecessor grammar', () => {
  it('reads numbers, types and lags', () => {
    const found = parsePredecessors(
      '3FS+2d; 5ss, 7FF-1.5天；8sf + 4h;1.2.3;9fs+50%;10ss-2ed;11ff+25e%',
      units,
    )

    expect(found).toEqual([
      { reference: '3', type: 'fs', lag: 960, lag_unit: 'working' },
      { reference: '5', type: 'ss', lag: 0, lag_unit: 'working' },
      { reference: '7', type: 'ff', lag: -720, lag_unit: 'working' },
      { reference: '8', type: 'sf', lag: 240, lag_unit: 'working' },
      { reference: '1.2.3', type: 'fs', lag: 0, lag_unit: 'working' },
      { reference: '9', type: 'fs', lag: 50, lag_unit: 'percent' },
      { reference: '10', type: 'ss', lag: -2880, lag_unit: 'elapsed' },
      { reference: '11', type: 'ff', lag: 25, lag_unit: 'elapsed_percent' },
    ])
    expect(parsePredecessors('  ', units)).toEqual([])
  })

  it.each(['x', '3XX', '3FS+', '3FS+2q', 'FS3'])('refuses %j', (text) => {
    expect(parsePredecessors(text, units)).toBeNull()
  })

  it('reads back what it writes', () => {
    for (const type of ['fs', 'ss', 'ff', 'sf'] as const) {
      for (const [lag, lag_unit] of [
        [0, 'working'],
        [960, 'working'],
        [-30, 'working'],
        [2880, 'elapsed'],
        [-50, 'percent'],
        [10, 'elapsed_percent'],
      ] as const) {
        const link = { type, lag, lag_unit }
        expect(parsePredecessors(formatPredecessor(7, link, units), units)).toEqual([
          { reference: '7', ...link },
        ])
      }
    }
  })

  it('writes a plain finish-to-start link as its number', () => {
    const plan = smallPlan()
    const task = plan.tasks[2]
    if (!task) throw new Error('no task')

    expect(predecessorsText(plan, task)).toBe('2')
  })
})

describe('type and lag alone', () => {
  it.each([
    ['FS', { type: 'fs', lag: 0, lag_unit: 'working' }],
    ['SS+2d', { type: 'ss', lag: 960, lag_unit: 'working' }],
    ['FF-50%', { type: 'ff', lag: -50, lag_unit: 'percent' }],
  ] as const)('writes and reads %s', (text, link) => {
    expect(parseTerms(text, units)).toEqual(link)
    expect(formatTerms(link, units)).toBe(text)
  })

  it.each(['5', '.2FS', 'FS; SS', 'soon'])('cannot read %s', (text) => {
    expect(parseTerms(text, units)).toBeNull()
  })
})

describe('typing predecessors', () => {
  const plan = samplePlan(
    [
      { id: 'sum' },
      { id: 'a', parent_id: 'sum' },
      { id: 'b', parent_id: 'sum' },
      { id: 'c', parent_id: 'sum' },
      { id: 'd', wbs_code: '2.1' },
    ],
    [{ id: 'ac', before_id: 'a', after_id: 'c' }],
  )
  const [, , , c] = plan.tasks
  const typed = (text: string) => {
    if (!c) throw new Error('no task')
    return editPredecessors(plan, c, text)
  }

  it('adds, changes and takes away exactly what differs', () => {
    expect(typed('2')).toEqual([])
    expect(typed('2FS')).toEqual([])
    expect(typed('')).toEqual([{ op: 'delete_link', id: 'ac' }])
    expect(typed('2SS+1d')).toEqual([
      {
        op: 'update_link',
        id: 'ac',
        fields: { type: 'ss', lag: 480, lag_unit: 'working' },
      },
    ])
    expect(typed('3; 2.1')).toEqual([
      { op: 'delete_link', id: 'ac' },
      {
        op: 'add_link',
        before_id: 'b',
        after_id: 'c',
        type: 'fs',
        lag: 0,
        lag_unit: 'working',
      },
      {
        op: 'add_link',
        before_id: 'd',
        after_id: 'c',
        type: 'fs',
        lag: 0,
        lag_unit: 'working',
      },
    ])
  })

  it('names what is wrong', () => {
    expect(typed('4')).toEqual({ error: 'predecessor_self', params: { reference: '4' } })
    expect(typed('1')).toEqual({ error: 'predecessor_family', params: { reference: '1' } })
    expect(typed('77')).toEqual({ error: 'predecessor_unknown', params: { reference: '77' } })
    expect(typed('2;2SS')).toEqual({ error: 'predecessor_twice', params: { reference: '2' } })
    expect(typed('2FS+soon')).toEqual({ error: 'predecessors_unreadable', params: {} })
  })
})

describe('typing dates', () => {
  const near = momentOf(2026, 6, 1)
  const calendar = readCalendar(WEEK)
  const read = (text: string) => {
    const typed = parseDateText(text, near)
    return typed && [formatMoment(typed.at), typed.hasTime]
  }

  it.each([
    ['2026-03-02', '2026-03-02T00:00', false],
    ['2026/3/2 8:30', '2026-03-02T08:30', true],
    ['2026年3月2日', '2026-03-02T00:00', false],
    ['3月2日 13:00', '2026-03-02T13:00', true],
    ['3-2', '2026-03-02T00:00', false],
    ['２０２６－０３－０２', '2026-03-02T00:00', false],
  ])('reads %s', (text, at, hasTime) => {
    expect(read(text)).toEqual([at, hasTime])
  })

  it.each(['', '2026-02-30', '2026-13-01', '25:00', 'Monday', '2026-03-02 24:00'])(
    'refuses %j',
    (text) => {
      expect(read(text)).toBeNull()
    },
  )

  it('takes the working hours of the day where no time is given', () => {
    const saturday = { at: momentOf(2026, 3, 7), hasTime: false }

    expect(formatMoment(startFrom(saturday, calendar))).toBe('2026-03-09T08:00')
    expect(formatMoment(finishFrom(saturday, calendar))).toBe('2026-03-06T17:00')
    expect(formatMoment(startFrom({ ...saturday, hasTime: true }, calendar))).toBe(
      '2026-03-07T00:00',
    )
  })
})
