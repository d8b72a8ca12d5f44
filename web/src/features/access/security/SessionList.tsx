import { useSuspenseQuery } from '@tanstack/react-query'
import { App, Button, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '@/lib/format'
import { deviceOf } from './device'
import { type OpenSession, sessionsQuery, useEndOthers, useEndSession } from './queries'
import { useFault } from './useFault'

/** Where one is signed in, and the way to end that. */
export function SessionList() {
  const { t } = useTranslation('security')
  const { message } = App.useApp()
  const fault = useFault()
  const { data } = useSuspenseQuery(sessionsQuery)
  const end = useEndSession()
  const endOthers = useEndOthers()
  const refused = { onError: (error: unknown) => message.error(fault(error)) }

  return (
    <section className="section" aria-label={t('sessions.title')}>
      <h2 className="section-title">{t('sessions.title')}</h2>
      <p className="quiet choice-hint">{t('sessions.hint')}</p>
      <ul className="rows">
        {data.items.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            onEnd={() => end.mutate(session.id, refused)}
          />
        ))}
      </ul>
      {data.items.length > 1 && (
        <Button
          className="choice-button"
          loading={endOthers.isPending}
          onClick={() => endOthers.mutate(undefined, refused)}
        >
          {t('sessions.endOthers')}
        </Button>
      )}
    </section>
  )
}

type SessionRowProps = { session: OpenSession; onEnd?: () => void }

/** One session: the device, the address, and when somebody was there. */
export function SessionRow({ session, onEnd }: SessionRowProps) {
  const { t } = useTranslation('security')
  const device = deviceOf(session.user_agent) ?? t('sessions.unknown')
  return (
    <li className="row token-row">
      <div className="choice-words">
        <span className="ellipsis" title={session.user_agent}>
          {device} {session.is_current && <Tag>{t('sessions.current')}</Tag>}
        </span>
        <span className="quiet">
          {session.ip} ·{' '}
          <span className="nowrap">
            {t('sessions.began', { at: formatInstant(session.created_at) })} ·
          </span>{' '}
          <span className="nowrap">
            {t('sessions.seen', { at: formatInstant(session.last_seen_at) })}
          </span>
        </span>
      </div>
      {onEnd && !session.is_current && (
        <Button size="small" aria-label={t('sessions.endNamed', { device })} onClick={onEnd}>
          {t('sessions.end')}
        </Button>
      )}
    </li>
  )
}
