import { useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { authoritiesQuery } from '@/lib/authorities'
import type { Veiled } from '@/lib/classes'
import { formatDate, formatNumber } from '@/lib/format'
import { useNamed } from '@/lib/useNamed'

type Period = { valid_from: string | null; valid_to: string | null }
type Limited = { authority: string; limit: number | null; currency: string | null }

/** What holders, bodies, limits and periods are called in the viewer's language. */
export function useWords() {
  const { t, i18n } = useTranslation('deciding')
  const { data: authorities } = useSuspenseQuery(authoritiesQuery)
  const named = useNamed()
  const authorityOf = (code: string) => authorities.find((one) => one.code === code)

  return {
    named,
    authorityName: (code: string) => {
      const found = authorityOf(code)
      return found ? named(found) : code
    },
    measureOf: (code: string | undefined) => (code ? authorityOf(code)?.measure : undefined),
    limitText: ({ authority, limit, currency }: Limited) => {
      const measure = authorityOf(authority)?.measure
      if (limit === null || !measure) return t('limit.none')
      if (measure === 'money')
        return t('limit.money', { amount: formatNumber(limit / 100, i18n.language, 2), currency })
      return t(`limit.${measure}`, { count: limit })
    },
    periodText: ({ valid_from, valid_to }: Period) =>
      valid_from || valid_to
        ? t('period', {
            from: valid_from ? formatDate(valid_from) : t('always'),
            to: valid_to ? formatDate(valid_to) : t('forGood'),
          })
        : t('forGood'),
  }
}

/** Whether something with a period counts at present; nothing where the period is locked. */
export function stateOf(of: Period & Veiled, now: string) {
  const { valid_from, valid_to } = of
  if (of._locked?.some((field) => field === 'valid_from' || field === 'valid_to')) return undefined
  if (valid_from && Date.parse(valid_from) > Date.parse(now)) return 'not_yet'
  return valid_to && Date.parse(valid_to) <= Date.parse(now) ? 'over' : 'in_force'
}
