import { useTranslation } from 'react-i18next'
import { Refusal, Unreachable } from '@/api/client'
import { formatBytes, formatInstant } from './format'

const PLACE = /^line (?<line>\d+)(?:, column (?<column>\d+))?$/

type Facts = Record<string, unknown>

const isText = (value: unknown): value is string => typeof value === 'string'

/** What went wrong, in the viewer's language, from the stable code of the refusal. */
export function useRefusalText() {
  const { t, i18n } = useTranslation('errors')
  const wordOf = (group: string, code: unknown): string =>
    isText(code) && i18n.exists(`errors:${group}.${code}`) ? t(`${group}.${code}`) : String(code)
  const wordsOf = (group: string, codes: unknown): string =>
    (Array.isArray(codes) ? codes : [])
      .filter(isText)
      .map((code) => wordOf(group, code))
      .join(t('comma'))

  const placeOf = (where: unknown): string => {
    const place = isText(where) ? PLACE.exec(where)?.groups : undefined
    if (place) return t(place.column ? 'place.cell' : 'place.line', place)
    return isText(where) ? where : t('place.somewhere')
  }
  const valuesOf = (facts: Facts) => {
    const { errors, loop, where, reason, rules, limit, limit_bytes, latest } = facts
    const names = Array.isArray(loop) ? loop.map(({ name }) => name ?? t('hiddenTask')) : []
    const fields = Array.isArray(errors) ? errors.map(({ field }) => field) : []
    return {
      ...facts,
      loop: [...names, ...names.slice(0, 1)].join(' → '),
      where: placeOf(where),
      fields: wordsOf('field', fields) || t('field.any'),
      reason: wordOf('reason', reason),
      rules: wordsOf('rule', rules),
      latest: isText(latest) ? formatInstant(latest) : '',
      size: formatBytes(Number(limit_bytes ?? limit)),
    }
  }

  return (error: unknown): string => {
    if (error instanceof Unreachable) return t('unreachable')
    if (!(error instanceof Refusal)) return t('unexpected')
    const key = i18n.exists(`errors:${error.code}`) ? error.code : `http.${error.status}`
    return t(i18n.exists(`errors:${key}`) ? key : 'unexpected', {
      ...valuesOf(error.problem as Facts),
      defaultValue: error.message,
    })
  }
}
