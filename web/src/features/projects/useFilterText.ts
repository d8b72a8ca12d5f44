import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { FIELDS } from './fields'
import { codesOf, type Filter, listed, shownNumber } from './filters'
import { calendarChoicesQuery, peopleChoicesQuery, unitChoicesQuery } from './queries'
import { useChoiceText } from './useChoiceText'

/** A filter in words, with the names of what it refers to; undefined for one nobody can read. */
export function useFilterText(filter: Filter | undefined): string | undefined {
  const { t } = useTranslation('projects')
  const choiceText = useChoiceText()
  const kind = filter && FIELDS[filter.field].kind
  const ids =
    filter && kind === 'person' && filter.operator !== 'is_null' ? listed(filter.value) : []
  const { data: units } = useQuery({ ...unitChoicesQuery, enabled: kind === 'unit' })
  const { data: calendars } = useQuery({ ...calendarChoicesQuery, enabled: kind === 'calendar' })
  const { data: people } = useQuery({ ...peopleChoicesQuery('', ids), enabled: ids.length > 0 })
  if (!filter || !kind) return undefined

  const names = { unit: units, calendar: calendars, person: people } as const
  const nameOf = (id: string): string => {
    if (kind === 'choice') return choiceText(filter.field, id)
    const known = kind === 'unit' || kind === 'calendar' || kind === 'person' ? names[kind] : []
    return known?.find(({ value }) => value === id)?.label ?? t('filter.unknown')
  }
  const valueText = (): string => {
    if (filter.operator === 'is_null') return ''
    if (['choice', 'unit', 'calendar', 'person'].includes(kind))
      return (filter.value === '' ? [''] : codesOf(filter.value)).map(nameOf).join(t('filter.or'))
    if (kind === 'ratio' || kind === 'days' || kind === 'number') {
      const unit = kind === 'number' ? '' : t(`unit.${kind}`)
      return `${shownNumber(filter.field, filter.value)}${unit}`
    }
    return kind === 'date' ? filter.value.slice(0, 10) : filter.value
  }
  const asked = filter.operator === 'is_null' ? `is_null_${filter.value}` : filter.operator
  return t('filter.words', {
    field: t(`column.${filter.field}`),
    operator: t(`operator.${asked}`),
    value: valueText(),
  }).trim()
}
