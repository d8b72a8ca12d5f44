import { useQuery } from '@tanstack/react-query'
import { App, Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '@/lib/format'
import { useRefusalText } from '@/lib/useRefusalText'
import { type Token, tokensQuery, useRevokeToken } from '../queries'
import { NewTokenDialog } from './NewTokenDialog'

/** The tokens with which programs act as this account. */
export function ApiTokens() {
  const { t } = useTranslation('access')
  const { data: tokens, error } = useQuery(tokensQuery)
  const explain = useRefusalText()
  const [isMaking, setMaking] = useState(false)

  return (
    <section className="section" aria-label={t('token.title')}>
      <h2 className="section-title">{t('token.title')}</h2>
      <p className="quiet choice-hint">{t('token.hint')}</p>
      {error && <p role="alert">{explain(error)}</p>}
      {tokens && tokens.length > 0 && (
        <ul className="rows">
          {tokens.map((token) => (
            <TokenRow key={token.id} token={token} />
          ))}
        </ul>
      )}
      {tokens?.length === 0 && <p className="quiet choice-hint">{t('token.none')}</p>}
      <Button className="choice-button" onClick={() => setMaking(true)}>
        {t('token.new')}
      </Button>
      {isMaking && <NewTokenDialog onClose={() => setMaking(false)} />}
    </section>
  )
}

function TokenRow({ token }: { token: Token }) {
  const { t } = useTranslation('access')
  const { message } = App.useApp()
  const explain = useRefusalText()
  const revoke = useRevokeToken()
  const { id, name, prefix, expires_at, last_used_at, is_read_only, permissions } = token

  return (
    <li className="row token-row">
      <div className="choice-words">
        <span className="ellipsis">{name}</span>
        <span className="quiet">
          <code>{prefix}…</code> · {t('token.expires', { at: formatInstant(expires_at) })} ·{' '}
          {last_used_at ? t('token.used', { at: formatInstant(last_used_at) }) : t('token.unused')}
          {is_read_only && ` · ${t('token.readOnly')}`}
          {permissions && ` · ${t('token.limited', { count: permissions.length })}`}
        </span>
      </div>
      <Popconfirm
        title={t('token.revokeAsk', { name })}
        okText={t('token.revoke')}
        cancelText={t('cancel')}
        onConfirm={() => revoke.mutate(id, { onError: (fault) => message.error(explain(fault)) })}
      >
        <Button size="small" aria-label={t('token.revokeNamed', { name })}>
          {t('token.revoke')}
        </Button>
      </Popconfirm>
    </li>
  )
}
