import { useSuspenseQuery } from '@tanstack/react-query'
import { Tag } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldsQuery } from '@/lib/classes'
import type { Passage, Saying } from './queries'
import { WholeRule } from './RuleText'
import { compared } from './rules'
import { LANGUAGES, useSaid } from './useSaid'

type PolicyChangesProps = {
  /** Nothing: what the product says by itself. */
  before: Saying | null | undefined
  after: Saying
}

type Change = { key: string; what: ReactNode }

/** What a policy says otherwise than another: rules, classes of fields, channels and names. */
export function PolicyChanges({ before, after }: PolicyChangesProps) {
  const { t } = useTranslation('policy')
  const { added, removed } = compared(before?.cells ?? [], after.cells)
  const others = useOtherChanges(before, after)
  if (added.length + removed.length + others.length === 0)
    return <p className="quiet">{t('change.none')}</p>
  return (
    <ul className="plain-list policy-changes">
      {removed.map((rule) => (
        <li key={`- ${rule.key}`}>
          <Tag>{t('change.removed')}</Tag> <WholeRule rule={rule} />
        </li>
      ))}
      {added.map((rule) => (
        <li key={`+ ${rule.key}`}>
          <Tag>{t('change.added')}</Tag> <WholeRule rule={rule} />
        </li>
      ))}
      {others.map(({ key, what }) => (
        <li key={key}>
          <Tag>{t('changed')}</Tag> {what}
        </li>
      ))}
    </ul>
  )
}

/** What is not a rule: each with what it was and what it is. */
function useOtherChanges(before: PolicyChangesProps['before'], after: Saying): Change[] {
  const { t } = useTranslation('policy')
  const said = useSaid()
  const { data: catalogue } = useSuspenseQuery(fieldsQuery)
  const [old, now] = [before?.classes ?? {}, after.classes ?? {}]
  const paths = [...new Set([...Object.keys(old), ...Object.keys(now)])]
  const change = (key: string, name: string, was: string, is: string): Change[] =>
    was === is ? [] : [{ key, what: t('change.from', { name, before: was, after: is }) }]

  return [
    ...paths.flatMap((path) =>
      change(path, said.path(path), said.classOf(path, old), said.classOf(path, now)),
    ),
    ...Object.keys(catalogue.channels).flatMap((name) => {
      const of = (all: Record<string, Passage> = {}) => said.passage(name, all)
      return change(name, t(`channels.name.${name}`), of(before?.channels), of(after.channels))
    }),
    ...LANGUAGES.flatMap((language) => {
      const of = (all?: Record<string, string[]>) => said.names(language, all)
      return change(language, t(`names.${language}`), of(before?.names), of(after.names))
    }),
  ]
}
