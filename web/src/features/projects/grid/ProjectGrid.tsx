import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { preferences } from '@/lib/preferences'
import { useElementSize } from '@/lib/useElementSize'
import { type FieldName, widthOf } from '../fields'
import type { ProjectRow } from '../queries'
import type { ListRow } from '../rows'
import { columnsOf, type ProjectListSearch } from '../search'
import { useRowWindow } from '../useRowWindow'
import { GridHead } from './GridHead'
import { GridRow } from './GridRow'
import { GroupRow } from './GroupRow'
import { useGridKeys } from './useGridKeys'

export type GridColumn = { field: FieldName; width: number }
type ProjectGridProps = {
  rows: ListRow<ProjectRow>[]
  search: ProjectListSearch
  onChange: (change: Partial<ProjectListSearch>) => void
  onToggle: (groupKey: string) => void
  hasMore: boolean
  isFetching: boolean
  isUpdating: boolean
  onMore: () => void
}

const ROW = 34
const HEAD = 36
const LEAST_NAME = 200
const MOST_NAME = 480
const EDGE = 14
const COMPACT_ROW = 28

const rowHeight = () => (preferences().density === 'compact' ? COMPACT_ROW : ROW)

/** The columns with their widths; the name takes what room is left, unless somebody set it. */
function widened(
  search: ProjectListSearch,
  resized: Record<string, number>,
  room: number,
  language: string,
): GridColumn[] {
  const chosen = columnsOf(search)
  const columns = chosen.map(({ field, width }): GridColumn => {
    const name = field as FieldName
    return { field: name, width: resized[name] ?? width ?? widthOf(name, language) }
  })
  const [name, ...others] = columns
  const isSet = resized.name !== undefined || chosen[0]?.width !== undefined
  if (!name || isSet) return columns
  const left = room - others.reduce((sum, { width }) => sum + width, 0) - EDGE
  return [{ field: 'name', width: Math.min(Math.max(left, LEAST_NAME), MOST_NAME) }, ...others]
}

/** Every project a row, every column a field: virtual, grouped, edited where it is read. */
export function ProjectGrid({ rows, search, onChange, onToggle, ...loading }: ProjectGridProps) {
  const { t, i18n } = useTranslation('projects')
  const [scroller, { width: room }] = useElementSize<HTMLDivElement>()
  const [resized, setResized] = useState<Record<string, number>>({})
  const columns = useMemo(
    () => widened(search, resized, room, i18n.language),
    [search, resized, room, i18n.language],
  )
  const { shown, height, scrollTo } = useRowWindow({
    rows,
    scroller,
    height: rowHeight,
    top: HEAD,
    ...loading,
  })
  const keys = useGridKeys({ rows, columns, onToggle, scrollTo, scroller })
  const width = columns.reduce((sum, column) => sum + column.width, 0)

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot be virtual
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={t('title')}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={keys.activeId}
      className="grid"
      data-updating={loading.isUpdating || undefined}
      onKeyDown={keys.onKeyDown}
    >
      <div
        className="grid-inner"
        style={{ height: height + HEAD, minWidth: width }}
        role="presentation"
      >
        <GridHead
          columns={columns}
          search={search}
          onChange={onChange}
          onResize={(field, size) => setResized((now) => ({ ...now, [field]: size }))}
          onResized={() => setResized({})}
        />
        {shown.map(({ index, start }) => {
          const row = rows[index]
          const place = { index, top: start + HEAD }
          if (row?.kind === 'group')
            return (
              <GroupRow
                key={`group ${row.group.key}`}
                {...place}
                row={row}
                columns={columns}
                field={search.group as FieldName}
                isActive={keys.active.row === index}
                onToggle={onToggle}
              />
            )
          if (row?.kind === 'item')
            return (
              <GridRow
                key={row.item.id}
                {...place}
                project={row.item}
                columns={columns}
                activeColumn={keys.active.row === index ? keys.active.column : undefined}
                editing={keys.editing?.id === row.item.id ? keys.editing : undefined}
                onPoint={keys.point}
                onEdit={keys.edit}
                onDone={keys.done}
              />
            )
          return <WaitingRow key={`waiting ${index}`} {...place} />
        })}
      </div>
    </div>
  )
}

/** The place of a project that is still on the server. */
function WaitingRow({ index, top }: { index: number; top: number }) {
  const { t } = useTranslation('projects')
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot be virtual
    // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus
    <div className="grid-row" role="row" aria-rowindex={index + 2} style={{ top }}>
      {/* biome-ignore lint/a11y/useSemanticElements: a table cannot be virtual */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus */}
      <div role="gridcell" className="grid-waiting" aria-label={t('loading')} />
    </div>
  )
}
