import { App, Button, Drawer, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { Refusal } from '@/api/client'
import type { Entry } from '@/lib/outbox/entry'
import { useOutbox } from '@/lib/outbox/useOutbox'
import { useRefusalText } from '@/lib/useRefusalText'
import { useLines } from './useLines'

type KeptChangesProps = {
  entries: readonly Entry[]
  onClose: () => void
  onDecide: (entry: Entry) => void
}

/** The changes that are not on the server: why, and what can be done with them. */
export function KeptChanges({ entries, onClose, onDecide }: KeptChangesProps) {
  const { t } = useTranslation('outbox')

  return (
    <Drawer open title={t('kept.title')} onClose={onClose} size="large">
      {entries.length === 0 && <p className="quiet">{t('kept.none')}</p>}
      <ul className="kept-changes">
        {entries.map((entry) => (
          <KeptChange key={entry.id} entry={entry} onDecide={onDecide} />
        ))}
      </ul>
    </Drawer>
  )
}

function KeptChange({ entry, onDecide }: { entry: Entry } & Pick<KeptChangesProps, 'onDecide'>) {
  const { t } = useTranslation('outbox')
  const { message } = App.useApp()
  const explain = useRefusalText()
  const outbox = useOutbox()
  const { where, texts } = useLines()(entry)
  const { reason } = entry
  const copy = async () => {
    await navigator.clipboard.writeText([where, ...texts].join('\n'))
    message.success(t('kept.copied'))
  }

  return (
    <li className="kept-change">
      <div className="kept-change-head">
        <strong>{where}</strong>
        <Tag color={entry.state === 'waiting' ? 'default' : 'warning'}>
          {t(`state.${entry.state}`)}
        </Tag>
      </div>
      <ul>
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      {reason && (
        <p>{explain(new Refusal(reason.status, { code: reason.code, detail: reason.detail }))}</p>
      )}
      {!outbox.isKept(entry) && <p className="quiet">{t('kept.inThisTab')}</p>}
      <div className="kept-change-actions">
        {entry.state === 'conflict' && (
          <Button type="primary" size="small" onClick={() => onDecide(entry)}>
            {t('bar.decide')}
          </Button>
        )}
        {navigator.clipboard && (
          <Button size="small" onClick={() => void copy()}>
            {t('kept.copy')}
          </Button>
        )}
        <Button size="small" danger onClick={() => outbox.discard(entry)}>
          {t('kept.discard')}
        </Button>
      </div>
    </li>
  )
}
