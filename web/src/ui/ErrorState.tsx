import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Refusal } from '@/api/client'
import { sessionQuery } from '@/lib/session'
import { useRefusalText } from '@/lib/useRefusalText'
import { EmptyState } from './EmptyState'

type ErrorStateProps = { error: unknown; reset?: () => void }

/** What happened, what was not lost, and what to do next. */
export function ErrorState({ error, reset }: ErrorStateProps) {
  const { t } = useTranslation('ui')
  const explain = useRefusalText()
  const queryClient = useQueryClient()
  const router = useRouter()
  const isMissing = error instanceof Refusal && error.status === 404
  const isSignedOut = error instanceof Refusal && error.status === 401

  const retry = async () => {
    if (isSignedOut) await queryClient.resetQueries(sessionQuery)
    else queryClient.removeQueries({ predicate: ({ state }) => state.status === 'error' })
    reset?.()
    await router.invalidate()
  }

  return (
    <EmptyState
      isPage
      title={t('somethingFailed')}
      hint={<span role="alert">{explain(error)}</span>}
      action={
        isMissing ? (
          <Button type="primary" onClick={() => router.navigate({ to: '/' })}>
            {t('toStart')}
          </Button>
        ) : (
          <Button type="primary" onClick={retry}>
            {t(isSignedOut ? 'signInAgain' : 'retry')}
          </Button>
        )
      }
    />
  )
}
