import { useSuspenseQuery } from '@tanstack/react-query'
import { App, Button, Popconfirm } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '@/lib/format'
import { useSession } from '@/lib/session'
import { useNamed } from '@/lib/useNamed'
import { type Identity, identitiesQuery, useUnlink } from './queries'
import { SsoButtons } from './SsoButtons'
import { useFault } from './useFault'

/** By which identity providers one signs in; hidden where there are none. */
export function IdentityList() {
  const { t } = useTranslation('security')
  const { message } = App.useApp()
  const fault = useFault()
  const { providers } = useSession()
  const { data } = useSuspenseQuery(identitiesQuery)
  const unlink = useUnlink()
  if (providers.length === 0 && data.items.length === 0) return null
  const free = providers.filter(({ id }) => !data.items.some(({ provider }) => provider.id === id))

  return (
    <section className="section" aria-label={t('identities.title')}>
      <h2 className="section-title">{t('identities.title')}</h2>
      <p className="quiet choice-hint">{t('identities.hint')}</p>
      <ul className="rows">
        {data.items.map((identity) => (
          <IdentityRow
            key={identity.id}
            identity={identity}
            onUnlink={() =>
              unlink.mutate(identity.id, { onError: (error) => message.error(fault(error)) })
            }
          />
        ))}
      </ul>
      <div className="page-actions factor-actions">
        <SsoButtons providers={free} purpose="link" to="/security" />
      </div>
    </section>
  )
}

type IdentityRowProps = { identity: Identity; onUnlink: () => void }

/** One identity: the provider, and by what it knows the account. */
export function IdentityRow({ identity, onUnlink }: IdentityRowProps) {
  const { t } = useTranslation('security')
  const named = useNamed()
  const { provider, subject, linked_at } = identity
  const name = named(provider)
  return (
    <li className="row token-row">
      <div className="choice-words">
        <span className="ellipsis">{name}</span>
        <span className="quiet ellipsis">
          {subject} · {t('since', { at: formatInstant(linked_at) })}
        </span>
      </div>
      <Popconfirm
        title={t('identities.unlinkAsk', { name })}
        okText={t('identities.unlink')}
        cancelText={t('cancel')}
        onConfirm={onUnlink}
      >
        <Button size="small" aria-label={t('identities.unlinkNamed', { name })}>
          {t('identities.unlink')}
        </Button>
      </Popconfirm>
    </li>
  )
}
