import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { isPlanClosed } from '@/lib/classes'
import { formatDate, formatPercent } from '@/lib/format'
import { Health } from '@/ui/Health'
import { Locked, Unseen } from '@/ui/Locked'
import { Slip } from '@/ui/Slip'
import type { ProjectRow } from '../queries'
import type { ListRow } from '../rows'
import { useRowWindow } from '../useRowWindow'
import { CardRows } from './CardRows'

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
      <CardRows rows={rows} list={list} heightOf={height} group={group} onToggle={onToggle}>
        {(project) => <Card project={project} />}
      </CardRows>
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
      <Locked of={project} field="start">
        <Health value={project.health} />
      </Locked>
      <span className="quiet number ellipsis">
        {!isPlanClosed(project) &&
          `${formatDate(project.finish)} · ${formatPercent(project.percent_complete)} · `}
        {project.unit?.name ?? <Unseen />}
      </span>
      {!isPlanClosed(project) && <Slip minutes={project.slip_minutes} />}
    </Link>
  )
}
