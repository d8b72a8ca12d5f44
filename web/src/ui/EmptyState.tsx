import type { ReactNode } from 'react'

type EmptyStateProps = { title: string; hint: ReactNode; action?: ReactNode; isPage?: boolean }

/** What belongs here, and the one next step. */
export function EmptyState({ title, hint, action, isPage = false }: EmptyStateProps) {
  const Heading = isPage ? 'h1' : 'p'
  return (
    <div className="empty">
      <Heading className="empty-title">{title}</Heading>
      <p className="quiet">{hint}</p>
      {action}
    </div>
  )
}
