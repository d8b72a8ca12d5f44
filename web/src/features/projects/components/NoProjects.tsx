import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/ui/EmptyState'
import { isFiltered, type ProjectListSearch } from '../search'

type NoProjectsProps = { search: ProjectListSearch; importHint: ReactNode }

/** No project at all, or none that passes the filter: and the one next step. */
export function NoProjects({ search, importHint }: NoProjectsProps) {
  const { t } = useTranslation('projects')
  const navigate = useNavigate({ from: '/projects' })
  if (!isFiltered(search))
    return <EmptyState title={t('empty.title')} hint={t('empty.hint')} action={importHint} />
  return (
    <EmptyState
      title={t('noMatch.title')}
      hint={t('noMatch.hint')}
      action={
        <Button
          onClick={() =>
            navigate({ search: (now) => ({ ...now, q: undefined, filter: undefined }) })
          }
        >
          {t('noMatch.clear')}
        </Button>
      }
    />
  )
}
