import '../projects.css'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, type ReactNode, useCallback, useDeferredValue, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { viewsQuery } from '@/lib/views'
import { WithheldNotice } from '@/ui/views/WithheldNotice'
import { type ProjectListSearch, searchOfView } from '../search'
import { FilterBar } from './FilterBar'
import { ListLayout } from './ListLayout'

// The list opens first, and without what draws the roadmap.
const RoadmapLayout = lazy(() =>
  import('./RoadmapLayout').then((file) => ({ default: file.RoadmapLayout })),
)

export type LayoutProps = {
  search: ProjectListSearch
  isUpdating: boolean
  actions: ReactNode
  importHint: ReactNode
  bar: ReactNode
  onChange: (change: Partial<ProjectListSearch>) => void
  onToggle: (groupKey: string) => void
}

type ProjectListProps = Pick<LayoutProps, 'actions' | 'importHint'>

/** Every project the viewer may see, in the way of the address or of the viewer's own view. */
export function ProjectList(props: ProjectListProps) {
  const { t } = useTranslation('projects')
  const navigate = useNavigate({ from: '/projects' })
  const search = useSearch({ from: '/shell/projects' })
  const shown = useDeferredValue(search)
  const { data: views } = useSuspenseQuery(viewsQuery('projects'))
  const first = views.find(({ is_default }) => is_default)
  const isBare = Object.values(search).every((value) => value === undefined)
  const active = views.find(({ id }) => id === search.view)

  const apply = useCallback(
    (next: ProjectListSearch) => void navigate({ search: next, replace: true }),
    [navigate],
  )
  const change = useCallback(
    (part: Partial<ProjectListSearch>) =>
      void navigate({ search: (now) => ({ ...now, ...part }), replace: true }),
    [navigate],
  )
  const toggle = useCallback(
    (groupKey: string) =>
      void navigate({
        search: (now) => ({ ...now, closed: toggled(now.closed, groupKey) }),
        replace: true,
      }),
    [navigate],
  )
  const opensWithView = isBare && first !== undefined
  useEffect(() => {
    if (opensWithView) apply(searchOfView(first.id, first.definition))
  }, [opensWithView, first, apply])

  const bar = (
    <>
      <FilterBar search={search} onChange={change} onApply={apply} />
      {active && (
        <WithheldNotice
          withheld={active.withheld}
          labelOf={(field) => t(`column.${field}`, { defaultValue: field })}
        />
      )}
    </>
  )
  const Layout = shown.layout === 'roadmap' ? RoadmapLayout : ListLayout
  if (opensWithView) return null
  return (
    <Layout
      {...props}
      search={shown}
      isUpdating={shown !== search}
      bar={bar}
      onChange={change}
      onToggle={toggle}
    />
  )
}

/** The shut groups after one of them was opened or shut. */
function toggled(closed: string[] = [], key: string): string[] | undefined {
  const next = closed.includes(key) ? closed.filter((one) => one !== key) : [...closed, key]
  return next.length > 0 ? next : undefined
}
