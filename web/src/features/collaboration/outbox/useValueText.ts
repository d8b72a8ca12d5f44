import { useTranslation } from 'react-i18next'
import { formatMoment, formatNumber, formatPercent } from '@/lib/format'

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/

/** The words for fields, operations and values, whatever they belong to. */
export function useValueText() {
  const { t, i18n } = useTranslation('outbox')

  const fieldText = (field: string): string =>
    i18n.exists(`outbox:field.${field}`) ? t(`field.${field}`) : field

  const valueText = (field: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return t('nothing')
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
    if (typeof value === 'number') {
      if (field === 'percent_complete') return formatPercent(value)
      if (field.endsWith('_minutes') || field === 'lag')
        return t('hours', { value: formatNumber(value / 60, i18n.language, 1) })
      return formatNumber(value, i18n.language, 2)
    }
    if (typeof value === 'object') return t('another')
    const text = String(value)
    if (MOMENT.test(text)) return formatMoment(text)
    const code = `code.${text}`
    return i18n.exists(`outbox:${code}`) ? t(code) : text
  }

  return { fieldText, valueText }
}
