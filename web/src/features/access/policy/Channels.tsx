import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Select, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { type FieldCatalogue, fieldsQuery } from '@/lib/classes'
import { DraftBar } from './DraftBar'
import { contentOf, type Passage, policyQuery, usePolicyChanges } from './queries'
import { LEVELS } from './rules'
import { useFieldWords } from './useFieldWords'

type ChannelRule = FieldCatalogue['channels'][string]
const PARTS = ['highest', 'marked_from', 'proved_from'] as const
const NEVER = -1

/** Which class may leave the server by which way, and what a file of it asks for. */
export function Channels() {
  const { t } = useTranslation('policy')
  const { data: catalogue } = useSuspenseQuery(fieldsQuery)
  const { data: policy } = useSuspenseQuery(policyQuery)
  const { write } = usePolicyChanges()
  const content = contentOf(policy)
  const drafted: Record<string, Passage> = content.channels ?? {}
  const save = (name: string, rule: Passage | undefined) => {
    const { [name]: _, ...others } = drafted
    const channels = rule ? { ...others, [name]: rule } : others
    write.mutate({ body: { ...content, channels }, version: policy.draft?.version ?? 0 })
  }

  return (
    <>
      <p className="quiet">{t('channels.hint')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <section className="matrix-box" tabIndex={0} aria-label={t('tab.channels')}>
        <table className="matrix">
          <thead>
            <tr>
              <th scope="col">{t('channels.channel')}</th>
              {PARTS.map((part) => (
                <th key={part} scope="col">
                  {t(`channels.${part}`)}
                </th>
              ))}
              <th scope="col" aria-label={t('changed')} />
            </tr>
          </thead>
          <tbody>
            {Object.entries(catalogue.channels).map(([name, rule]) => (
              <ChannelRow
                key={name}
                name={name}
                rule={rule}
                drafted={drafted[name]}
                onChange={(changed) => save(name, changed)}
              />
            ))}
          </tbody>
        </table>
      </section>
      <DraftBar policy={policy} />
    </>
  )
}

type ChannelRowProps = {
  name: string
  rule: ChannelRule
  drafted: Passage | undefined
  onChange: (rule: Passage | undefined) => void
}

function ChannelRow({ name, rule, drafted, onChange }: ChannelRowProps) {
  const { t } = useTranslation('policy')
  const now = drafted ?? rule.default
  return (
    <tr>
      <th scope="row">
        <span>{t(`channels.name.${name}`)}</span>
        <span className="quiet">{t(`channels.about.${name}`)}</span>
      </th>
      {PARTS.map((part) => (
        <td key={part}>
          {part === 'highest' || name === 'export' ? (
            <Level
              label={`${t(`channels.name.${name}`)} · ${t(`channels.${part}`)}`}
              value={now[part] ?? NEVER}
              isFixed={!rule.is_settable}
              mayBeNever={part !== 'highest'}
              onChange={(level) => onChange({ ...now, [part]: level === NEVER ? null : level })}
            />
          ) : (
            <span className="quiet">—</span>
          )}
        </td>
      ))}
      <td>
        {drafted && (
          <span className="matrix-class">
            <Tag>{t('changed')}</Tag>
            <Button size="small" onClick={() => onChange(undefined)}>
              {t('channels.reset')}
            </Button>
          </span>
        )}
      </td>
    </tr>
  )
}

type LevelProps = {
  label: string
  value: number
  isFixed: boolean
  mayBeNever: boolean
  onChange: (level: number) => void
}

/** A class, to be chosen where a policy may choose it. */
function Level({ label, value, isFixed, mayBeNever, onChange }: LevelProps) {
  const { t } = useTranslation('policy')
  const { className } = useFieldWords()
  const wordOf = (level: number) => (level === NEVER ? t('channels.never') : className(level))
  if (isFixed) return wordOf(value)
  const levels = mayBeNever ? [NEVER, ...LEVELS] : LEVELS
  return (
    <Select
      size="small"
      aria-label={label}
      value={value}
      options={levels.map((level) => ({ value: level, label: wordOf(level) }))}
      popupMatchSelectWidth={false}
      onChange={onChange}
    />
  )
}
