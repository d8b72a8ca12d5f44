import { useSuspenseQuery } from '@tanstack/react-query'
import { App, Button, Modal, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '@/lib/format'
import { inPage } from '@/lib/inPage'
import { hasPasskeys } from './passkeys'
import { type Factor, factorsQuery, useNewRecoveryCodes, useRemoveFactor } from './queries'
import { RecoveryCodes } from './RecoveryCodes'
import { SetUpApp, SetUpPasskey } from './SetUp'
import { useFault } from './useFault'

type Adding = 'app' | 'passkey'

/** The second factors of one's own account, and how to get more of them. */
export function FactorList() {
  const { t } = useTranslation('security')
  const { data } = useSuspenseQuery(factorsQuery)
  const [adding, setAdding] = useState<Adding>()
  const [codes, setCodes] = useState<string[]>()
  const done = (made: string[] | null) => {
    setAdding(undefined)
    if (made) setCodes(made)
  }
  const hasApp = data.items.some(({ kind }) => kind === 'totp')

  return (
    <section className="section" aria-label={t('factors.title')}>
      <h2 className="section-title">{t('factors.title')}</h2>
      <p className="quiet choice-hint">{t(data.is_needed ? 'factors.needed' : 'factors.hint')}</p>
      <ul className="rows">
        {data.items.map((factor) => (
          <FactorRow key={factor.id} factor={factor} />
        ))}
      </ul>
      {data.items.length === 0 && <p className="quiet choice-hint">{t('factors.none')}</p>}
      <div className="page-actions factor-actions">
        {!hasApp && <Button onClick={() => setAdding('app')}>{t('app.add')}</Button>}
        {hasPasskeys() && <Button onClick={() => setAdding('passkey')}>{t('passkey.add')}</Button>}
      </div>
      {data.items.length > 0 && <CodesLeft n={data.n_recovery_codes} onMade={setCodes} />}
      <Modal
        open={adding !== undefined}
        getContainer={inPage}
        title={adding && t(`${adding}.add`)}
        footer={null}
        destroyOnHidden
        onCancel={() => setAdding(undefined)}
      >
        {adding === 'app' && <SetUpApp onDone={done} />}
        {adding === 'passkey' && <SetUpPasskey onDone={done} />}
      </Modal>
      <Modal
        open={codes !== undefined}
        title={t('recovery.title')}
        footer={null}
        closable={false}
        mask={{ closable: false }}
      >
        {codes && <RecoveryCodes codes={codes} onKept={() => setCodes(undefined)} />}
      </Modal>
    </section>
  )
}

function FactorRow({ factor }: { factor: Factor }) {
  const { t } = useTranslation('security')
  const { message } = App.useApp()
  const fault = useFault()
  const remove = useRemoveFactor()
  const { id, kind, created_at, last_used_at } = factor
  const name = kind === 'totp' ? t('app.title') : t('passkey.named', { name: factor.name })
  return (
    <li className="row token-row">
      <div className="choice-words">
        <span className="ellipsis">{name}</span>
        <span className="quiet">
          {t('since', { at: formatInstant(created_at) })} ·{' '}
          {last_used_at ? t('used', { at: formatInstant(last_used_at) }) : t('unused')}
        </span>
      </div>
      <Popconfirm
        title={t('factors.removeAsk', { name })}
        okText={t('remove')}
        cancelText={t('cancel')}
        onConfirm={() => remove.mutate(id, { onError: (error) => message.error(fault(error)) })}
      >
        <Button size="small" aria-label={t('removeNamed', { name })}>
          {t('remove')}
        </Button>
      </Popconfirm>
    </li>
  )
}

function CodesLeft({ n, onMade }: { n: number; onMade: (codes: string[]) => void }) {
  const { t } = useTranslation('security')
  const { message } = App.useApp()
  const fault = useFault()
  const replace = useNewRecoveryCodes()
  return (
    <div className="row token-row">
      <div className="choice-words">
        <span>{t('recovery.title')}</span>
        <span className="quiet">{t('recovery.left', { count: n })}</span>
      </div>
      <Popconfirm
        title={t('recovery.replaceAsk')}
        okText={t('recovery.replace')}
        cancelText={t('cancel')}
        onConfirm={() =>
          replace.mutate(undefined, {
            onSuccess: ({ recovery_codes }) => recovery_codes && onMade(recovery_codes),
            onError: (error) => message.error(fault(error)),
          })
        }
      >
        <Button size="small" loading={replace.isPending}>
          {t('recovery.replace')}
        </Button>
      </Popconfirm>
    </div>
  )
}
