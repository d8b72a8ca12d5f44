import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate } from '@/lib/format'
import { calledBy } from '@/lib/lockedName'
import { Health } from '@/ui/Health'
import { Slip } from '@/ui/Slip'
import { GroupSummary } from '../components/GroupSummary'
import type { FieldName } from '../fields'
import type { KeyDate, RoadmapProject } from '../queries'
import { useRowWindow } from '../useRowWindow'
import type { RoadmapProps } from './Roadmap'

const ROW = 40
const rowHeight = () => ROW
const COLUMNS = ['name', 'health', 'start', 'finish', 'baseline_finish', 'slip_minutes'] as const

/** The roadmap in words and numbers: the same rows, readable without the picture. */
export function RoadmapTable({ rows, search, onToggle, ...loading }: RoadmapProps) {
  const { t } = useTranslation('projects')
  const scroller = useRef<HTMLDivElement>(null)
  const { shown, height } = useRowWindow({ rows, scroller, height: rowHeight, ...loading })
  const before = shown[0]?.start ?? 0
  const after = height - (shown.at(-1)?.end ?? 0)

  return (
    <section
      ref={scroller}
      className="grid roadmap-table"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
      tabIndex={0}
      aria-label={t('roadmap.table')}
    >
      <table className="plain-table" aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            {COLUMNS.map((field) => (
              <th key={field} scope="col">
                {t(`column.${field}`)}
              </th>
            ))}
            <th scope="col">{t('roadmap.keyDates')}</th>
          </tr>
        </thead>
        <tbody>
          {before > 0 && <Gap height={before} />}
          {shown.map(({ index }) => {
            const row = rows[index]
            if (row?.kind === 'item') return <ProjectLine key={row.item.id} project={row.item} />
            if (row?.kind === 'group')
              return (
                <tr key={`group ${row.group.key}`} style={{ height: ROW }}>
                  <th scope="colgroup" colSpan={COLUMNS.length + 1}>
                    <button
                      type="button"
                      className="grid-group-toggle"
                      aria-expanded={!row.isClosed}
                      onClick={() => onToggle(row.group.key)}
                    >
                      <GroupSummary group={row.group} field={search.group as FieldName} />
                    </button>
                  </th>
                </tr>
              )
            return <Gap key={`waiting ${index}`} height={ROW} />
          })}
          {after > 0 && <Gap height={after} />}
        </tbody>
      </table>
    </section>
  )
}

function ProjectLine({ project }: { project: RoadmapProject }) {
  return (
    <tr style={{ height: ROW }}>
      <th scope="row" className="ellipsis">
        <Link to="/projects/$projectId/overview" params={{ projectId: project.id }}>
          {project.name}
        </Link>
      </th>
      <td>
        <Health value={project.health} />
      </td>
      <td className="number">{formatDate(project.start)}</td>
      <td className="number">{formatDate(project.finish)}</td>
      <td className="number">{formatDate(project.baseline_finish)}</td>
      <td>
        <Slip minutes={project.slip_minutes} />
      </td>
      <td className="ellipsis roadmap-dates">{project.key_dates.map(dateText).join(' · ')}</td>
    </tr>
  )
}

const dateText = ({ number, name, at }: KeyDate) => `${calledBy(name, number)} ${formatDate(at)}`

function Gap({ height }: { height: number }) {
  return (
    <tr aria-hidden style={{ height }}>
      <td colSpan={COLUMNS.length + 1} />
    </tr>
  )
}
