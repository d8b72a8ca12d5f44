import { Link } from '@tanstack/react-router'
import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate } from '@/lib/format'
import { useSession } from '@/lib/session'
import { useElementSize } from '@/lib/useElementSize'
import { Health } from '@/ui/Health'
import { CardRows } from '../components/CardRows'
import { useRowWindow } from '../useRowWindow'
import { axisOf, dayOf } from './axis'
import { ProjectBar } from './ProjectBar'
import type { RoadmapProps } from './Roadmap'

const CARD = 66
const GROUP = 38

/** What a narrow screen shows of a long span: from a year ago to two years ahead. */
function aroundToday({ start, finish }: RoadmapProps['extent'], today: string) {
  const shifted = (years: number) => `${Number(today.slice(0, 4)) + years}${today.slice(4)}`
  const [from, to] = [shifted(-1), shifted(2)]
  const isPast = finish !== null && finish < from
  const isAhead = start !== null && start > to
  if (start === null || finish === null || isPast || isAhead)
    return { start: start ?? today, finish: finish ?? today }
  return { start: start > from ? start : from, finish: finish < to ? finish : to }
}

/** The roadmap on a phone: each project a line of words over its bar, the axis fitted to the width. */
export function RoadmapCards({ rows, extent, search, onToggle, ...loading }: RoadmapProps) {
  const { t } = useTranslation('projects')
  const { server_date: today } = useSession()
  const scroller = useRef<HTMLDivElement>(null)
  const [box, { width }] = useElementSize<HTMLDivElement>()
  const height = (index: number) => (rows[index]?.kind === 'group' ? GROUP : CARD)
  const list = useRowWindow({ rows, scroller, height, ...loading })
  const axis = useMemo(() => {
    const { start, finish } = aroundToday(extent, today)
    return axisOf(start, finish, 'quarter', Math.max(width, 1))
  }, [extent, today, width])

  return (
    <>
      <div ref={box} className="roadmap-phone-axis" aria-hidden>
        {axis.years.map(
          ({ at, year, width: room }) =>
            room > 30 && (
              <span key={year} style={{ insetInlineStart: at }}>
                {year}
              </span>
            ),
        )}
        <span className="roadmap-today" style={{ insetInlineStart: axis.x(dayOf(today)) }} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <section ref={scroller} className="grid cards" tabIndex={0} aria-label={t('roadmap.label')}>
        <CardRows
          rows={rows}
          list={list}
          heightOf={height}
          group={search.group}
          onToggle={onToggle}
        >
          {(project) => (
            <>
              <Link
                to="/projects/$projectId/overview"
                params={{ projectId: project.id }}
                className="roadmap-card"
              >
                <span className="ellipsis card-name">{project.name}</span>
                <Health value={project.health} />
                <span className="quiet number">
                  {formatDate(project.start)} – {formatDate(project.finish)}
                </span>
              </Link>
              <ProjectBar project={project} axis={axis} isMini />
            </>
          )}
        </CardRows>
      </section>
    </>
  )
}
