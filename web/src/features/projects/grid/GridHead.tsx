import { CaretDownOutlined, CaretUpOutlined } from '@ant-design/icons'
import { type DragEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { movedColumn } from '../components/ColumnChoice'
import { FIELDS, isNumeric } from '../fields'
import { columnsOf, columnsText, DEFAULT_SORT, nextSort, type ProjectListSearch } from '../search'
import { ColumnEdge } from './ColumnEdge'
import type { GridColumn } from './ProjectGrid'

type GridHeadProps = {
  columns: GridColumn[]
  search: ProjectListSearch
  onChange: (change: Partial<ProjectListSearch>) => void
  onResize: (field: string, width: number) => void
  onResized: () => void
}

/** The headings: press to sort, drag to move, drag the edge to widen. */
export function GridHead({ columns, search, onChange, onResize, onResized }: GridHeadProps) {
  const { t } = useTranslation('projects')
  const [dragged, setDragged] = useState<number>()
  const sort = search.sort ?? DEFAULT_SORT

  const keepWidth = (field: string, width: number) => {
    const kept = columnsOf(search).map((one) => (one.field === field ? { field, width } : one))
    onChange({ columns: columnsText(kept) })
    onResized()
  }
  const drop = (to: number) => (event: DragEvent) => {
    event.preventDefault()
    if (dragged !== undefined)
      onChange({ columns: columnsText(movedColumn(columnsOf(search), dragged, to)) })
    setDragged(undefined)
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot be virtual
    // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus
    <div className="grid-head" role="row" aria-rowindex={1}>
      {columns.map(({ field, width }, index) => {
        const order = sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : 'none'
        return (
          // biome-ignore lint/a11y/useSemanticElements: a table cannot be virtual
          // biome-ignore lint/a11y/useFocusableInteractive: its button holds the focus
          <div
            key={field}
            role="columnheader"
            aria-sort={order}
            aria-colindex={index + 1}
            className="grid-heading"
            data-end={isNumeric(FIELDS[field].kind) || undefined}
            data-dragged={dragged === index || undefined}
            style={{ width }}
            draggable={index > 0}
            onDragStart={() => setDragged(index)}
            onDragEnd={() => setDragged(undefined)}
            onDragOver={(event) => index > 0 && event.preventDefault()}
            onDrop={drop(index)}
          >
            <button
              type="button"
              className="grid-sort"
              title={t(`column.${field}`)}
              onClick={() => onChange({ sort: nextSort(search.sort, field) })}
            >
              <span className="ellipsis">{t(`column.${field}`)}</span>
              {order === 'ascending' && <CaretUpOutlined aria-hidden />}
              {order === 'descending' && <CaretDownOutlined aria-hidden />}
            </button>
            <ColumnEdge
              label={t('columns.width', { field: t(`column.${field}`) })}
              width={width}
              onResize={(size) => onResize(field, size)}
              onResized={(size) => keepWidth(field, size)}
            />
          </div>
        )
      })}
    </div>
  )
}
