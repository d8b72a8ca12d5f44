import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Input, Popconfirm } from 'antd'
import { useTranslation } from 'react-i18next'
import { Locked } from '@/ui/Locked'
import { useTold } from '@/ui/useTold'
import { PolicyChanges } from './PolicyChanges'
import {
  type ChannelEffect,
  contentOf,
  type FieldEffect,
  type PolicyState,
  policyEffectQuery,
  usePolicyChanges,
  type Version,
} from './queries'
import { useFieldWords } from './useFieldWords'

/** The draft, what publishing it would change, and the ways to go on with it. */
export function DraftBar({ policy }: { policy: PolicyState }) {
  const { draft } = policy
  return draft ? <Draft key={draft.id} policy={policy} draft={draft} /> : null
}

function Draft({ policy, draft }: { policy: PolicyState; draft: Version }) {
  const { t } = useTranslation('policy')
  const told = useTold()
  const { write, discard, publish } = usePolicyChanges()
  // Once it is published there is no draft to ask of.
  const isDraft = !publish.isPending && !publish.isSuccess
  const { data } = useQuery({ ...policyEffectQuery(draft.version), enabled: isDraft })
  const name = (note: string) => {
    if (note === draft.note) return
    write.mutate({ body: { ...contentOf(policy), note }, version: draft.version })
  }

  return (
    <section className="role-save draft-bar" aria-label={t('draft.title')}>
      <Alert
        type="warning"
        role="status"
        title={
          <>
            <span className="quiet">{t('draft.effect')}</span>
            {data ? <Effects {...data} /> : <p>{t('draft.counting')}</p>}
            <details className="draft-changes">
              <summary>{t('draft.changes')}</summary>
              <PolicyChanges before={policy.in_force} after={draft} />
            </details>
          </>
        }
      />
      {policy.is_own_draft && <p className="quiet">{t('draft.own')}</p>}
      <div className="page-actions">
        <Locked of={draft} field="note">
          <Input
            aria-label={t('draft.note')}
            placeholder={t('draft.note')}
            maxLength={500}
            defaultValue={draft.note ?? ''}
            onBlur={(event) => name(event.target.value.trim())}
            className="filter-text"
          />
        </Locked>
        <Popconfirm
          title={t('draft.discardAsk')}
          okText={t('draft.discard')}
          cancelText={t('draft.keep')}
          onConfirm={() => told(discard.mutateAsync(draft.version), { text: t('draft.discarded') })}
        >
          <Button loading={discard.isPending}>{t('draft.discard')}</Button>
        </Popconfirm>
        <Button
          type="primary"
          disabled={!policy.can_publish || policy.is_own_draft}
          loading={publish.isPending}
          onClick={() => told(publish.mutateAsync(draft.version), { text: t('draft.published') })}
        >
          {t('draft.publish')}
        </Button>
      </div>
    </section>
  )
}

const WHATS = ['exposed', 'hidden', 'opened', 'closed'] as const

/** Rows that come into sight or leave it as a whole are told under no field's name. */
function wordOf({ field }: FieldEffect, what: (typeof WHATS)[number]) {
  if (field === '' && what === 'exposed') return 'wholeExposed'
  return field === '' && what === 'hidden' ? 'wholeHidden' : what
}

type EffectsProps = { changes: FieldEffect[]; channels: ChannelEffect[] }

function Effects({ changes, channels }: EffectsProps) {
  const { t } = useTranslation('policy')
  const words = useFieldWords()
  if (changes.length + channels.length === 0) return <p>{t('draft.nothing')}</p>
  return (
    <ul className="plain-list draft-effects">
      {channels.map(({ channel, before, after, n_opened, n_shut }) => (
        <li key={channel}>
          {t(before.highest === after.highest ? 'channels.asks' : 'channels.changes', {
            channel: t(`channels.name.${channel}`),
            before: words.className(before.highest),
            after: words.className(after.highest),
            opened: n_opened,
            shut: n_shut,
          })}
        </li>
      ))}
      {changes.flatMap((change) =>
        WHATS.filter((what) => change[what].n_people > 0).map((what) => (
          <li key={`${change.resource} ${change.field} ${what}`}>
            {t(`draft.${wordOf(change, what)}`, {
              field: words.field(change.resource, change.field),
              resource: words.resource(change.resource),
              rows: change[what].n_rows,
              people: change[what].n_people,
            })}{' '}
            <details>
              <summary>{t('draft.who')}</summary>
              {change[what].people.join(t('draft.comma'))}
              {change[what].n_people > change[what].people.length && ' …'}
            </details>
          </li>
        )),
      )}
    </ul>
  )
}
