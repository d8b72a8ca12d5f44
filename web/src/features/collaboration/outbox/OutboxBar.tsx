import { CloudSyncOutlined, DisconnectOutlined, WarningOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuestion } from '@/lib/conflicts'
import type { Entry } from '@/lib/outbox/entry'
import type { OutboxState } from '@/lib/outbox/outbox'
import { useOutbox, useOutboxState } from '@/lib/outbox/useOutbox'
import { whenIdle } from '@/lib/whenIdle'
import './outbox.css'

/** Seldom needed, so not part of what every page loads first; without a network it must be there. */
const loadConflictDialog = () => import('./ConflictDialog')
const loadKeptChanges = () => import('./KeptChanges')
const ConflictDialog = lazy(async () => ({ default: (await loadConflictDialog()).ConflictDialog }))
const KeptChanges = lazy(async () => ({ default: (await loadKeptChanges()).KeptChanges }))

const loadAhead = () =>
  whenIdle(() => {
    loadConflictDialog().catch(() => undefined)
    loadKeptChanges().catch(() => undefined)
  })

type Told = { icon: ReactNode; text: string; tone: 'quiet' | 'attention' }

/** What has to be said of the changes that are on their way; null: nothing. */
function useTold({ entries, connection }: OutboxState): Told | null {
  const { t } = useTranslation('outbox')
  const stuck = entries.filter(({ state }) => state !== 'waiting')
  const late = entries.filter(({ state, isLate }) => state === 'waiting' && isLate)
  const count = late.length
  if (connection === 'signedOut' && count > 0)
    return { icon: <WarningOutlined />, text: t('bar.signedOut', { count }), tone: 'attention' }
  if (stuck.length > 0)
    return {
      icon: <WarningOutlined />,
      text: t('bar.stuck', { count: stuck.length }),
      tone: 'attention',
    }
  if (connection === 'offline')
    return {
      icon: <DisconnectOutlined />,
      text: count > 0 ? t('bar.offline', { count }) : t('bar.offlineEmpty'),
      tone: 'quiet',
    }
  if (count > 0)
    return { icon: <CloudSyncOutlined />, text: t('bar.sending', { count }), tone: 'quiet' }
  return null
}

/** The next conflict that nobody has put off: it is asked about by itself. */
const toAsk = (entries: readonly Entry[], later: ReadonlySet<string>) =>
  entries.find(({ id, state }) => state === 'conflict' && !later.has(id))

/** A quiet line while changes wait, and the dialogs by which those that are stuck are settled. */
export function OutboxBar({ signIn }: { signIn: ReactNode }) {
  const { t } = useTranslation('outbox')
  const outbox = useOutbox()
  const state = useOutboxState()
  const told = useTold(state)
  const [later, setLater] = useState<ReadonlySet<string>>(new Set())
  const [isListed, setIsListed] = useState(false)
  const asked = toAsk(state.entries, later)
  const question = useQuestion()
  useEffect(loadAhead, [])
  const decideNow = ({ id }: Entry) => {
    setIsListed(false)
    setLater(new Set([...later].filter((one) => one !== id)))
  }

  return (
    <>
      <output className={told ? 'outbox-bar' : 'visually-hidden'} data-tone={told?.tone}>
        {told && (
          <>
            <span aria-hidden>{told.icon}</span>
            <span>{told.text}</span>
            {state.connection === 'signedOut' && signIn}
            {state.entries.length > 0 && (
              <Button type="link" size="small" onClick={() => setIsListed(true)}>
                {t('bar.show')}
              </Button>
            )}
          </>
        )}
      </output>
      <Suspense fallback={null}>
        {asked && (
          <ConflictDialog
            key={asked.id}
            where={outbox.describe(asked)?.where ?? ''}
            conflicts={outbox.conflictsOf(asked)}
            onDecide={(choices) => outbox.decide(asked, choices)}
            onLater={() => setLater(new Set([...later, asked.id]))}
          />
        )}
        {question && (
          <ConflictDialog
            key={`${question.where} ${question.conflicts.map(({ key }) => key).join(' ')}`}
            where={question.where}
            conflicts={question.conflicts}
            onDecide={question.answer}
            onLater={() => question.answer(null)}
          />
        )}
        {isListed && (
          <KeptChanges
            entries={state.entries}
            onClose={() => setIsListed(false)}
            onDecide={decideNow}
          />
        )}
      </Suspense>
    </>
  )
}
