import { useLayoutEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { preferences } from '@/lib/preferences'
import { useSession } from '@/lib/session'
import { GroupSummary } from '../components/GroupSummary'
import type { FieldName } from '../fields'
import type { RoadmapPage, RoadmapProject } from '../queries'
import type { ListRow } from '../rows'
import type { ProjectListSearch } from '../search'
import { useRowWindow } from '../useRowWindow'
import { AxisHead } from './AxisHead'
import { axisOf, dayOf } from './axis'
import { GroupSpan, ProjectBar } from './ProjectBar'
import { RoadmapLabel } from './RoadmapLabel'
import { RoadmapLinks } from './RoadmapLinks'

export type RoadmapProps = {
  rows: ListRow<RoadmapProject>[]
  extent: RoadmapPage['extent']
  search: ProjectListSearch
  onToggle: (groupKey: string) => void
  hasMore: boolean
  isFetching: boolean
  isUpdating: boolean
  onMore: () => void
}

const ROW = 34
const COMPACT_ROW = 28
const HEAD = 44
const LABEL = 304
const rowHeight = () => (preferences().density === 'compact' ? COMPACT_ROW : ROW)

/** All projects of the filter on one time axis, with their key dates. */
export function Roadmap({ rows, extent, search, onToggle, ...loading }: RoadmapProps) {
  const { t } = useTranslation('projects')
  const { server_date: today } = useSession()
  const scroller = useRef<HTMLDivElement>(null)
  const zoom = search.zoom ?? 'quarter'
  const axis = useMemo(
    () => axisOf(extent.start ?? today, extent.finish ?? today, zoom),
    [extent.start, extent.finish, zoom, today],
  )
  const { shown, height } = useRowWindow({
    rows,
    scroller,
    height: rowHeight,
    top: HEAD,
    ...loading,
  })
  const todayX = axis.x(dayOf(today))

  useLayoutEffect(() => {
    const box = scroller.current
    if (box) box.scrollLeft = todayX - (box.clientWidth - LABEL) / 3
  }, [todayX])

  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
      tabIndex={0}
      aria-label={t('roadmap.label')}
      className="grid roadmap"
      data-updating={loading.isUpdating || undefined}
    >
      <div className="grid-inner" style={{ height: height + HEAD, width: LABEL + axis.width }}>
        <AxisHead axis={axis} labelWidth={LABEL} />
        <div className="roadmap-today" style={{ insetInlineStart: LABEL + todayX }} aria-hidden />
        <RoadmapLinks rows={rows} shown={shown} axis={axis} top={HEAD} left={LABEL} />
        <ul className="roadmap-rows">
          {shown.map(({ index, start }) => {
            const row = rows[index]
            const style = { top: start + HEAD }
            if (row?.kind === 'group')
              return (
                <li key={`group ${row.group.key}`} className="grid-row grid-group" style={style}>
                  <button
                    type="button"
                    className="grid-group-toggle roadmap-label"
                    style={{ width: LABEL }}
                    aria-expanded={!row.isClosed}
                    onClick={() => onToggle(row.group.key)}
                  >
                    <span aria-hidden>{row.isClosed ? '▸' : '▾'}</span>
                    <GroupSummary group={row.group} field={search.group as FieldName} isShort />
                  </button>
                  <GroupSpan measures={row.group.measures} axis={axis} />
                </li>
              )
            if (row?.kind === 'item')
              return (
                <li key={row.item.id} className="grid-row" style={style}>
                  <RoadmapLabel project={row.item} width={LABEL} />
                  <ProjectBar project={row.item} axis={axis} />
                </li>
              )
            return (
              <li
                key={`waiting ${index}`}
                className="grid-row"
                style={style}
                aria-label={t('loading')}
              >
                <span className="grid-waiting" />
              </li>
            )
          })}
        </ul>
      </div>
    </section>
  )
}
