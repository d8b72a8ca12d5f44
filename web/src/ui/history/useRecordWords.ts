import { useTranslation } from 'react-i18next'
import { useAuthorityName } from '@/lib/authorities'
import { useClassName } from '@/lib/classes'
import { formatDate, formatInstant, formatMoment, formatMoney } from '@/lib/format'
import type { RecordEvent, RecordKind } from '@/lib/history'

type KeyOf = (code: string) => string

const permission: KeyOf = (code) => `governing:permission.${code}.name`
const duty: KeyOf = (code) => `deciding:act.${code}`
const rule: KeyOf = (code) => `deciding:rule.${code}`

/** Where the words for the codes of a field stand. */
const WORDS: Partial<Record<RecordKind, Record<string, KeyOf>>> = {
  baseline: { state: (code) => `planning:baselineState.${code}` },
  body: { kind: (code) => `deciding:bodyKind.${code}`, rule },
  calendar: { kind: (code) => `organisation:calendar.kind.${code}` },
  delegation: { permissions: permission },
  grant: { kind: (code) => `history:choice.grant.${code}` },
  member: { role: (code) => `deciding:seat.${code}` },
  project: {
    state: (code) => `projects:state.${code}`,
    health: (code) => `projects:health.${code}`,
    scheduled_from: (code) => `projects:scheduled_from.${code}`,
    progress_mode: (code) => `projects:progress_mode.${code}`,
    lag_calendar: (code) => `projects:lag_calendar.${code}`,
  },
  question: {
    state: (code) => `deciding:questionState.${code}`,
    outcome: (code) => `deciding:outcome.${code}`,
    subject_kind: (code) => `policy:resource.${code}`,
    rule,
  },
  role: { permissions: permission, waiting_permissions: permission },
  saved_view: { page: (code) => `history:choice.page.${code}` },
  separation: {
    kind: (code) => `deciding:separation.of.${code}`,
    first: duty,
    second: duty,
  },
}
/** Fields that name authorities, whose words the server has. */
const AUTHORITIES = ['authority', 'authorities']
const CLASS = 'classification'
/** What is told in hundredths where a currency is told with it. */
const MONEY = ['limit', 'amount']

/** What the fields of a record are called; one without a name of its own is called by its code. */
export function useFieldWords() {
  const { t } = useTranslation(['policy', 'history'])
  return (of: string, name: string): string =>
    t([`policy:field.${of}.${name}`, `history:field.${name}`], {
      defaultValue: name.replaceAll('_', ' '),
    })
}

/** How the values read that an event tells of a kind of record. */
export function useValueWords(kind: RecordKind, { fields }: RecordEvent) {
  const words = WORDS[kind] ?? {}
  const spaces = Object.values(words).flatMap((keyOf) => keyOf('').split(':', 1))
  const { t, i18n } = useTranslation(['history', ...spaces])
  const fieldOf = useFieldWords()
  const className = useClassName(fields.some(({ name }) => name === CLASS))
  const authorityName = useAuthorityName(fields.some(({ name }) => AUTHORITIES.includes(name)))
  const told = fields.find(({ name }) => name === 'currency')
  const currency = told?.after || told?.before

  const ofText = (name: string, text: string): string => {
    if (AUTHORITIES.includes(name)) return authorityName(text)
    const key = words[name]?.(text)
    return key ? t(key, { defaultValue: text }) : readText(text)
  }
  const ofNumber = (name: string, value: number): string => {
    if (name === CLASS) return className(value)
    return MONEY.includes(name) && typeof currency === 'string'
      ? formatMoney(value, currency, i18n.language)
      : String(value)
  }
  const read = (name: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return '—'
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
    if (typeof value === 'string') return ofText(name, value)
    if (typeof value === 'number') return ofNumber(name, value)
    const parts = Array.isArray(value)
      ? value.map((one) => read(name, one))
      : Object.entries(value).map(([part, said]) =>
          t('part', { name: fieldOf(kind, part), value: read(part, said) }),
        )
    return parts.join(t('separator')) || '—'
  }
  return read
}

const DAY = /^\d{4}-\d\d-\d\d$/
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/
const ZONE = /(Z|[+-]\d\d:\d\d)$/

function readText(text: string): string {
  if (DAY.test(text)) return formatDate(text)
  if (!MOMENT.test(text)) return text
  return ZONE.test(text) ? formatInstant(text) : formatMoment(text)
}
