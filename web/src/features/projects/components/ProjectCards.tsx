import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate, formatPercent } from '@/lib/format'
import { Health } from '@/ui/Health'
import { Slip } from '@/ui/Slip'
import type { FieldName } from '../fields'
import type { ProjectRow } from '../queries'
import type { ListRow } from '../rows'
import { useRowWindow } from '../useRowWindow'
import { GroupSummary } from './GroupSummary'

type ProjectCardsProps = {
  rows: ListRow<ProjectRow>[]
  group: string | undefined
  onToggle: (groupKey: string) => void
  hasMore: boolean
  isFetching: boolean
  onMore: () => void
}

const CARD = 60
const GROUP = 38

/** The list of projects on a phone: two lines each. */
export function ProjectCards({ rows, group, onToggle, ...loading }: ProjectCardsProps) {
  const { t } = useTranslation('projects')
  const scroller = useRef<HTMLDivElement>(null)
  const height = (index: number) => (rows[index]?.kind === 'group' ? GROUP : CARD)
  const list = useRowWindow({ rows, scroller, height, ...loading })

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
    <section ref={scroller} className="grid cards" tabIndex={0} aria-label={t('title')}>
      <ul className="grid-inner" style={{ height: list.height }}>
        {list.shown.map(({ index, start }) => {
          const row = rows[index]
          const style = { top: start, height: height(index) }
          if (row?.kind === 'item')
            return (
              <li key={row.item.id} className="card" style={style}>
                <Card project={row.item} />
              </li>
            )
          if (row?.kind === 'group')
            return (
              <li key={`group ${row.group.key}`} className="card grid-group" style={style}>
                <button
                  type="button"
                  className="grid-group-toggle"
                  aria-expanded={!row.isClosed}
                  onClick={() => onToggle(row.group.key)}
                >
                  <GroupSummary group={row.group} field={group as FieldName} isShort />
                </button>
              </li>
            )
          return (
            <li key={`waiting ${index}`} className="card" style={style} aria-label={t('loading')} />
          )
        })}
      </ul>
    </section>
  )
}

function Card({ project }: { project: ProjectRow }) {
  return (
    <Link
      to="/projects/$projectId/overview"
      params={{ projectId: project.id }}
      className="project-card"
    >
      <span className="project-card-name ellipsis" title={project.name}>
        {project.name}
      </span>
      <Health value={project.health} />
      <span className="quiet number ellipsis">
        {formatDate(project.finish)} · {formatPercent(project.percent_complete)} ·{' '}
        {project.unit.name}
      </span>
      <Slip minutes={project.slip_minutes} />
    </Link>
  )
}
