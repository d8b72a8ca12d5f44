import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Locked } from '@/ui/Locked'
import type { AccessSearch } from '../search'
import { AccountPick, PermissionPick, ScopePick } from './Picks'
import { explanationQuery, type Grant, holdersQuery } from './queries'
import { Why } from './Why'

type WhoMayProps = { search: AccessSearch; onShow: (change: AccessSearch) => void }

const MOST = 40

/** Who may do something in a place today, and why each of them may. */
export function WhoMay({ search, onShow }: WhoMayProps) {
  const { t } = useTranslation('governing')
  const { permission, at } = search
  return (
    <section className="who-may" aria-label={t('who.title')}>
      <h2 className="section-title">{t('who.title')}</h2>
      <div className="filters">
        <PermissionPick
          label={t('who.permission')}
          value={permission}
          onChange={(chosen) => onShow({ permission: chosen, who: undefined })}
        />
        <ScopePick
          label={t('who.scope')}
          value={at}
          onChange={(chosen) => onShow({ at: chosen, who: undefined })}
        />
        <AccountPick
          label={t('who.whose')}
          value={search.who}
          onChange={(who) => onShow({ who })}
        />
      </div>
      {permission && at ? (
        <Holders permission={permission} at={at} who={search.who} onShow={onShow} />
      ) : (
        <p className="quiet">{t('who.hint')}</p>
      )}
    </section>
  )
}

const people = (grants: Grant[]) => {
  const known = grants.flatMap(({ user }) => (user ? [user] : []))
  return [...new Map(known.map((user) => [user.id, user])).values()]
}

type HoldersProps = {
  permission: string
  at: string
  who?: string
  onShow: WhoMayProps['onShow']
}

function Holders({ permission, at, who, onShow }: HoldersProps) {
  const { t } = useTranslation('governing')
  const { data } = useQuery(holdersQuery(permission, at))
  const { data: why } = useQuery({
    ...explanationQuery(who ?? '', permission, at),
    enabled: who !== undefined,
  })
  if (!data) return null
  const holders = people(data.items)
  const hidden = data.items.find(({ user }) => user === null)

  return (
    <>
      <p>{t('who.count', { count: holders.length })}</p>
      <ul className="holders">
        {holders.slice(0, MOST).map(({ id, name }) => (
          <li key={id}>
            <button
              type="button"
              className="holder"
              aria-pressed={id === who}
              onClick={() => onShow({ who: id === who ? undefined : id })}
            >
              {name}
            </button>
          </li>
        ))}
        {hidden && (
          <li>
            <Locked of={hidden} field="user">
              {null}
            </Locked>
          </li>
        )}
        {holders.length > MOST && (
          <li className="quiet">{t('who.more', { count: holders.length - MOST })}</li>
        )}
      </ul>
      {why && <Why explanation={why} />}
    </>
  )
}
