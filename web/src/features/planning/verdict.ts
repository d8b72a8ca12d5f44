import { useTranslation } from 'react-i18next'
import { formatDate, formatPercent, roundDays } from '@/lib/format'
import { calledBy } from '@/lib/lockedName'
import type { Overview } from './queries'

export type Sentence = [key: string, values: Record<string, string | number>]
export type Standing = Pick<
  Overview,
  | 'verdict'
  | 'main_cause'
  | 'forecast_finish'
  | 'baseline_finish'
  | 'percent_complete'
  | 'planned_percent_complete'
>

/** How far progress may lie below the plan before it is worth a word. */
const TOLERANCE = 0.01

/** The state of a project in sentences: the finish, the progress, the cause. */
export function sentencesOf(standing: Standing): Sentence[] {
  const { verdict, main_cause, percent_complete, planned_percent_complete } = standing
  const late = verdict.slip_days ?? 0
  const dates = {
    days: roundDays(Math.abs(late)),
    finish: formatDate(standing.forecast_finish),
    baseline: formatDate(standing.baseline_finish),
  }
  if (verdict.code === 'empty' || verdict.code === 'done')
    return [[`verdict.${verdict.code}`, dates]]

  const isMeasured = percent_complete !== null && planned_percent_complete !== null
  const isBehind = isMeasured && percent_complete < planned_percent_complete - TOLERANCE
  const sentences: Sentence[] = [[`verdict.${codeOf(verdict.code, late, isBehind)}`, dates]]
  if (isMeasured) {
    const shares = {
      share: formatPercent(percent_complete),
      planned: formatPercent(planned_percent_complete),
    }
    sentences.push([isBehind ? 'progress.behind' : 'progress.level', shares])
  }
  if (late > 0 && main_cause) {
    sentences.push([
      'mainCause',
      {
        name: calledBy(main_cause.name, main_cause.number),
        days: roundDays(main_cause.added_days),
      },
    ])
  }
  return sentences
}

function codeOf(code: string, late: number, isBehind: boolean): string {
  if (code !== 'on_track') return code
  if (isBehind) return 'unproven'
  return late < 0 ? 'early' : code
}

export function useVerdict() {
  const { t, i18n } = useTranslation('planning')
  const gap = i18n.language === 'en' ? ' ' : ''
  return (standing: Standing): string =>
    sentencesOf(standing)
      .map(([key, values]) => t(key, values))
      .join(gap)
}
