import type { TFunction } from 'i18next'
import { formatDate } from '@/lib/format'
import type { RegisterEntry } from './queries'
import { basisOf, fieldOf, keptOf, readersOf, tableOf } from './words'

/** PIPL Art. 56 has an assessment kept for three years at least. */
const YEARS_KEPT = 3
const REASONS = ['sensitive', 'automated', 'passedOn', 'abroad', 'watching', 'other'] as const
const NEEDS = ['purpose', 'less', 'told'] as const
const RISKS = ['access', 'leak', 'wrong', 'kept', 'insider'] as const
const COLUMNS = ['risk', 'likelihood', 'severity', 'in_force', 'more', 'left'] as const
const DECISIONS = ['officer', 'people', 'authority', 'decision', 'review'] as const

const rowOf = (cells: string[]) => `| ${cells.map((one) => one.replaceAll('|', '/')).join(' | ')} |`
const tableText = (head: string[], rows: string[][]) =>
  [rowOf(head), rowOf(head.map(() => '---')), ...rows.map(rowOf)].join('\n')

/**
 * The form of an impact assessment (GDPR Art. 35 (7), PIPL Art. 55 and 56) as Markdown: what the
 * register tells is filled in, what people have to judge is left open.
 */
export function assessmentOf(entries: RegisterEntry[], t: TFunction<'privacy'>, today: Date) {
  const until = new Date(today)
  until.setFullYear(until.getFullYear() + YEARS_KEPT)
  const open = t('assessment.answer')
  const ask = (question: string) => `**${question}**\n\n${open}`
  return `${[
    `# ${t('assessment.title')}`,
    t('assessment.law'),
    `${t('assessment.made', { date: dayOf(today) })}  \n${t('assessment.keep', { date: dayOf(until) })}`,
    `## ${t('assessment.reason')}`,
    REASONS.map((one) => `- [ ] ${t(`assessment.reasons.${one}`)}`).join('\n'),
    `## ${t('assessment.processing')}`,
    processingOf(entries, t),
    `## ${t('assessment.need')}`,
    ...NEEDS.map((one) => ask(t(`assessment.needs.${one}`))),
    `## ${t('assessment.risk')}`,
    risksOf(t),
    `## ${t('assessment.measure')}`,
    ask(t('assessment.measures')),
    `## ${t('assessment.decision')}`,
    ...DECISIONS.map((one) => ask(t(`assessment.decisions.${one}`))),
  ].join('\n\n')}\n`
}

const dayOf = (date: Date) => formatDate(date.toISOString())

/** What is processed of whom: one line for the fields of a table that share purpose and period. */
function processingOf(entries: RegisterEntry[], t: TFunction<'privacy'>) {
  const alike = new Map<string, RegisterEntry[]>()
  for (const one of entries) {
    const key = JSON.stringify([
      one.table,
      one.basis,
      one.purpose,
      one.retention,
      readersOf(one, t),
    ])
    alike.set(key, [...(alike.get(key) ?? []), one])
  }
  const rows = [...alike.values()].map((some) => {
    const [one] = some as [RegisterEntry]
    return [
      tableOf(one.table, t),
      some.map(({ field }) => fieldOf(field, t)).join(t('separator')),
      basisOf(`${one.basis}: ${one.purpose}`, t),
      keptOf(one, t),
      readersOf(one, t),
    ]
  })
  const head = [
    t('what'),
    t('assessment.fields'),
    t('register.purpose'),
    t('register.kept'),
    t('register.readers'),
  ]
  return tableText(head, rows)
}

function risksOf(t: TFunction<'privacy'>) {
  return tableText(
    COLUMNS.map((one) => t(`assessment.column.${one}`)),
    RISKS.map((one) => [
      t(`assessment.risks.${one}`),
      '',
      '',
      t(`assessment.guards.${one}`),
      '',
      '',
    ]),
  )
}
