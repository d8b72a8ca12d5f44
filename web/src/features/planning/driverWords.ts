import { useTranslation } from 'react-i18next'
import { daysOf, formatMoment, signed } from '@/lib/format'
import { calledBy } from '@/lib/lockedName'
import type { Driver, SkippedTime } from './queries'

type Link = NonNullable<Driver['link']>

/** Sentences for the drivers of a date. */
export function useDriverWords(minutesPerDay: number) {
  const { t, i18n } = useTranslation('planning')

  const lagOf = ({ lag, lag_unit }: Link): string => {
    if (lag === 0) return ''
    const isShare = lag_unit.endsWith('percent')
    const days = daysOf(lag, lag_unit === 'elapsed' ? 1440 : minutesPerDay)
    return ` ${t(`lag.${lag_unit}`, { n: signed(isShare ? lag : days) })}`
  }
  const nameOf = ({ name, ghost, task_id, number }: Driver): string =>
    name ?? (ghost ? t('hiddenTask') : task_id ? calledBy(null, number ?? '') : '')
  const reasonOf = ({ kind, link, constraint }: Driver, cause?: Driver): string => {
    const name = cause ? nameOf(cause) : ''
    if (link) return t(`waits.${link.type}`, { name, lag: lagOf(link) })
    if (constraint) return t('constrained', { constraint: t(`constraint.${constraint}`) })
    const key = `driver.${kind}`
    return i18n.exists(`planning:${key}`) ? t(key, { name }) : kind
  }
  const calendarOf = (skipped: SkippedTime): string => {
    const { name, reason, exception_name, exception_name_en, from, to } = skipped
    const exception = (i18n.language === 'en' && exception_name_en) || exception_name
    const span = { from: formatMoment(from), to: formatMoment(to), calendar: name }
    return reason === 'exception' && exception
      ? t('skipped.exception', { ...span, exception })
      : t('skipped.weekend', span)
  }
  /** The whole chain in one sentence: what it ends in. */
  const verdictOf = (name: string, chain: Driver[]): string => {
    const cause = chain.at(-1)
    if (!cause) return t('noDriver', { name })
    const steps = chain.length - 1
    const why = reasonOf(cause)
    return steps === 0
      ? t('drivenBySelf', { name, why })
      : t('drivenBy', { name, count: steps, cause: nameOf(cause), why })
  }
  return { reasonOf, calendarOf, verdictOf }
}
