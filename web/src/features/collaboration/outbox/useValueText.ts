import { useTranslation } from 'react-i18next'
import { formatMoment, formatNumber, formatPercent } from '@/lib/format'

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/

const clock = (minute: unknown) =>
  `${String(Math.floor(Number(minute) / 60)).padStart(2, '0')}:${String(Number(minute) % 60).padStart(2, '0')}`

const hoursText = (shift: unknown): string =>
  Array.isArray(shift) ? `${clock(shift[0])}–${clock(shift[1])}` : String(shift)

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
    if (Array.isArray(value)) return value.map(itemText).filter(Boolean).join('; ') || t('nothing')
    if (typeof value === 'object') return t('another')
    const text = String(value)
    if (MOMENT.test(text)) return formatMoment(text)
    const code = `code.${text}`
    return i18n.exists(`outbox:${code}`) ? t(code) : text
  }

  /** One of several: a word, a step of a checklist, days of a calendar, the hours of a weekday. */
  const itemText = (item: unknown): string => {
    if (typeof item === 'string') return item
    if (Array.isArray(item)) return item.length === 0 ? '–' : item.map(hoursText).join(', ')
    const { text, is_done, from_date, to_date, name } = (item ?? {}) as Record<string, unknown>
    if (typeof text === 'string') return `${is_done ? '☑' : '☐'} ${text}`
    if (from_date === undefined) return item === null ? '–' : t('another')
    return `${from_date}${to_date === from_date ? '' : ` – ${to_date}`} ${name ?? ''}`.trim()
  }

  return { fieldText, valueText }
}
