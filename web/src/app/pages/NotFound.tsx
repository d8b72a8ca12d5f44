import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/ui/EmptyState'

export function NotFound() {
  const { t } = useTranslation('app')
  return (
    <EmptyState
      isPage
      title={t('notFound')}
      hint={t('notFoundHint')}
      action={<Link to="/projects">{t('toProjects')}</Link>}
    />
  )
}
