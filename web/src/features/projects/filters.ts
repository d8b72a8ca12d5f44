import { calendarDaysOf } from '@/lib/format'
import { FIELDS, type FieldName, isFieldName, OPERATORS, type Operator } from './fields'

export type Filter = { field: FieldName; operator: Operator; value: string }

const MINUTES_PER_DAY = 1440

/** A filter of the address, if the filter bar can show it. */
export function readFilter(text: string): Filter | undefined {
  const [field = '', operator = '', ...rest] = text.split(':')
  if (!isFieldName(field)) return undefined
  const known = [...OPERATORS[FIELDS[field].kind], 'eq' as const].find((one) => one === operator)
  return known && { field, operator: known, value: rest.join(':') }
}

export const writeFilter = ({ field, operator, value }: Filter): string =>
  `${field}:${operator}:${value}`

/** A filter to begin with when somebody chooses a field. */
export const emptyFilter = (field: FieldName): Filter => ({
  field,
  operator: OPERATORS[FIELDS[field].kind][0] ?? 'eq',
  value: '',
})

/** Whether the API would understand the filter. */
export const isComplete = ({ field, operator, value }: Filter): boolean =>
  operator === 'is_null'
    ? value === 'true' || value === 'false'
    : value !== '' || (FIELDS[field].kind === 'choice' && operator !== 'in')

/** The number that people read, of the one that the API keeps: per cent, calendar days. */
export const shownNumber = (field: FieldName, value: string): number | null => {
  if (value === '') return null
  const number = Number(value)
  if (FIELDS[field].kind === 'ratio') return Math.round(number * 10_000) / 100
  return FIELDS[field].kind === 'days' ? calendarDaysOf(number) : number
}

export const keptNumber = (field: FieldName, shown: number | null): string => {
  if (shown === null) return ''
  if (FIELDS[field].kind === 'ratio') return String(shown / 100)
  return String(FIELDS[field].kind === 'days' ? Math.round(shown * MINUTES_PER_DAY) : shown)
}

export const listed = (value: string): string[] => (value === '' ? [] : value.split(','))

/** The codes of a list of choices; the empty code alone is written as a comma. */
export const codesOf = (value: string): string[] => [...new Set(listed(value))]
export const codesText = (codes: string[]): string =>
  codes.length === 1 && codes[0] === '' ? ',' : codes.join(',')
