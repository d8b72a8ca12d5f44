import { expect, test } from 'vitest'
import { matchOf } from './matching'

const best = (typed: string, texts: string[]) =>
  texts
    .map((text) => ({ text, score: matchOf(text, typed)?.score ?? -1 }))
    .filter(({ score }) => score >= 0)
    .sort((a, b) => b.score - a.score)
    .map(({ text }) => text)

test.each([
  [
    '工作日历',
    'gzrl',
    [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
    ],
  ],
  [
    '工作日历',
    'rili',
    [
      [2, 3],
      [3, 4],
    ],
  ],
  [
    '工作日历',
    'gongzuor',
    [
      [0, 1],
      [1, 2],
      [2, 3],
    ],
  ],
  ['工作日历', '日历', [[2, 4]]],
  ['调整计划', 'tiao', [[0, 1]]],
  ['New project', 'proj', [[4, 8]]],
  [
    'New project',
    'np',
    [
      [0, 3],
      [4, 11],
    ],
  ],
  [
    'New project',
    'nwpj',
    [
      [0, 1],
      [2, 3],
      [4, 5],
      [7, 8],
    ],
  ],
  [
    'ERP 升级',
    'erpsj',
    [
      [0, 3],
      [4, 5],
      [5, 6],
    ],
  ],
])('%s answers to %s', (text, typed, marks) => {
  expect(matchOf(text, typed)?.marks).toEqual(marks)
})

test.each([
  ['工作日历', 'xm'],
  ['New project', 'ew x'],
  ['New project', ''],
  ['Import a plan from a file', 'zzz'],
])('%s does not answer to "%s"', (text, typed) => {
  expect(matchOf(text, typed)).toBeNull()
})

test('written comes before spoken, the beginning before the middle', () => {
  expect(best('plan', ['Import a plan', 'Plan', 'Put large amounts next'])).toEqual([
    'Plan',
    'Import a plan',
    'Put large amounts next',
  ])
  expect(best('xm', ['我的项目', '项目'])).toEqual(['项目', '我的项目'])
})

test('every part must answer', () => {
  expect(matchOf('设置基线', 'shezhi jx')).not.toBeNull()
  expect(matchOf('设置基线', 'shezhi zz')).toBeNull()
})
