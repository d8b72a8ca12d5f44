import { expect, test } from 'vitest'
import { type Standing, sentencesOf } from './verdict'

const standing = (change: Partial<Standing> = {}): Standing => ({
  verdict: { code: 'late', slip_days: 8 },
  main_cause: null,
  forecast_finish: '2026-11-20T17:00',
  baseline_finish: '2026-11-12T17:00',
  percent_complete: 0.38,
  planned_percent_complete: 0.45,
  ...change,
})

test('a late project says how late, what is done, and why', () => {
  const cause = { name: 'Tooling', added_days: 5 } as Standing['main_cause']

  const sentences = sentencesOf(standing({ main_cause: cause }))

  expect(sentences).toEqual([
    ['verdict.late', { days: 8, finish: '2026-11-20', baseline: '2026-11-12' }],
    ['progress.behind', { share: '38%', planned: '45%' }],
    ['mainCause', { name: 'Tooling', days: 5 }],
  ])
})

test('a finish in time with progress behind is not called on track', () => {
  const inTime = standing({ verdict: { code: 'on_track', slip_days: 0 } })

  const [[key] = ['']] = sentencesOf(inTime)

  expect(key).toBe('verdict.unproven')
})

test('a project ahead of its baseline is called early', () => {
  const ahead = standing({
    verdict: { code: 'on_track', slip_days: -3 },
    percent_complete: 0.5,
  })

  const sentences = sentencesOf(ahead)

  expect(sentences[0]?.[0]).toBe('verdict.early')
  expect(sentences[0]?.[1].days).toBe(3)
})

test('a finished project says so and nothing else', () => {
  const done = standing({ verdict: { code: 'done', slip_days: 8 } })

  expect(sentencesOf(done).map(([key]) => key)).toEqual(['verdict.done'])
})
