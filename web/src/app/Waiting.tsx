import { Link, useRouterState } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { OutboxBar } from '@/features/collaboration/outbox/OutboxBar'
import { useOutboxLife } from './useOutboxLife'

/** The changes that are on their way, and how to go on after the session has ended. */
export function Waiting() {
  const { t } = useTranslation('app')
  const to = useRouterState({ select: ({ location }) => location.href })
  useOutboxLife()

  return (
    <OutboxBar
      signIn={
        <Link to="/sign-in" search={{ to }}>
          {t('signInAgain')}
        </Link>
      }
    />
  )
}
