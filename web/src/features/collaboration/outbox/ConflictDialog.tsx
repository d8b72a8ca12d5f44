import { Alert, Button, Modal, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '@/lib/format'
import type { Choice, Conflict } from '@/lib/outbox/entry'
import { useValueText } from './useValueText'

type ConflictDialogProps = {
  where: string
  conflicts: readonly Conflict[]
  onDecide: (choices: ReadonlyMap<string, Choice>) => void
  onLater: () => void
}

/** Conflicts that one decision settles, such as a start with the constraint that it set. */
function groupsOf(conflicts: readonly Conflict[]): Conflict[][] {
  const groups = new Map<string, Conflict[]>()
  for (const one of conflicts) groups.set(one.key, [...(groups.get(one.key) ?? []), one])
  return [...groups.values()]
}

/** What two people decided differently, side by side; theirs stays where nothing else is chosen. */
export function ConflictDialog({ where, conflicts, onDecide, onLater }: ConflictDialogProps) {
  const { t } = useTranslation('outbox')
  const [choices, setChoices] = useState<ReadonlyMap<string, Choice>>(new Map())
  const groups = groupsOf(conflicts)
  const choose = (key: string, choice: Choice) => setChoices(new Map(choices).set(key, choice))
  const all = (choice: Choice) =>
    setChoices(new Map(groups.map(([one]) => [one?.key ?? '', choice])))

  return (
    <Modal
      open
      width={880}
      title={t('conflict.title', { where })}
      onCancel={onLater}
      footer={[
        <Button key="later" onClick={onLater}>
          {t('conflict.later')}
        </Button>,
        <Button key="done" type="primary" onClick={() => onDecide(choices)}>
          {t('conflict.decide')}
        </Button>,
      ]}
    >
      <p>{t('conflict.intro')}</p>
      {groups.length > 1 && (
        <div className="conflict-all">
          <Button size="small" onClick={() => all('theirs')}>
            {t('conflict.allTheirs')}
          </Button>
          <Button size="small" onClick={() => all('mine')}>
            {t('conflict.allMine')}
          </Button>
        </div>
      )}
      {groups.map((group) => {
        const key = group[0]?.key ?? ''
        return (
          <ConflictGroup
            key={key}
            group={group}
            choice={choices.get(key) ?? 'theirs'}
            onChoose={(choice) => choose(key, choice)}
          />
        )
      })}
    </Modal>
  )
}

type ConflictGroupProps = {
  group: readonly Conflict[]
  choice: Choice
  onChoose: (choice: Choice) => void
}

function ConflictGroup({ group, choice, onChoose }: ConflictGroupProps) {
  const { t } = useTranslation('outbox')
  const [first] = group
  if (!first) return null
  const { kind, name, by, at } = first
  const who = t('conflict.who', { by, at: formatInstant(at) })
  const title = name || t('conflict.something')

  return (
    <section className="conflict" aria-label={title}>
      <h3 className="conflict-title">{title}</h3>
      {by && <p className="quiet">{who}</p>}
      {kind === 'they_removed' ? (
        <Alert
          type="warning"
          showIcon
          title={t('conflict.theyRemoved', { by: by ?? t('conflict.somebody') })}
        />
      ) : (
        <>
          <Values group={group} choice={choice} />
          <Radio.Group
            value={choice}
            onChange={({ target }) => onChoose(target.value)}
            aria-label={t('conflict.choice', { name: title })}
            options={[
              { value: 'theirs', label: t(`conflict.keep.${kind}`) },
              { value: 'mine', label: t(`conflict.take.${kind}`) },
            ]}
          />
        </>
      )}
    </section>
  )
}

function Values({ group, choice }: { group: readonly Conflict[]; choice: Choice }) {
  const { t } = useTranslation('outbox')
  const { fieldText, valueText } = useValueText()
  const shown = (one: Conflict, value: unknown) =>
    one.isLocked ? t('conflict.locked') : valueText(one.field, value)

  return (
    <table className="conflict-values">
      <thead>
        <tr>
          <th scope="col">{t('conflict.field')}</th>
          <th scope="col">{t('conflict.base')}</th>
          <th scope="col" data-chosen={choice === 'theirs'}>
            {t('conflict.theirs')}
          </th>
          <th scope="col" data-chosen={choice === 'mine'}>
            {t('conflict.mine')}
          </th>
        </tr>
      </thead>
      <tbody>
        {group.map((one) => (
          <tr key={`${one.name} ${one.field}`}>
            <th scope="row">
              {one.label ?? (one.field ? fieldText(one.field) : t('conflict.added'))}
            </th>
            <td data-label={t('conflict.base')}>{shown(one, one.base)}</td>
            <td data-label={t('conflict.theirs')} data-chosen={choice === 'theirs'}>
              {shown(one, one.theirs)}
            </td>
            <td data-label={t('conflict.mine')} data-chosen={choice === 'mine'}>
              {one.kind === 'you_remove' ? t('conflict.removed') : shown(one, one.mine)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
