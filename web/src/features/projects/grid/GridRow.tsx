import { memo } from 'react'
import { FIELDS, isNumeric } from '../fields'
import type { ProjectRow } from '../queries'
import { CellEditor } from './CellEditor'
import { CellValue } from './CellValue'
import type { GridColumn } from './ProjectGrid'
import { cellId, type Editing, isEditable } from './useGridKeys'

type GridRowProps = {
  index: number
  top: number
  project: ProjectRow
  columns: GridColumn[]
  activeColumn: number | undefined
  editing: Editing | undefined
  onPoint: (row: number, column: number) => void
  onEdit: (project: ProjectRow, field: GridColumn['field']) => void
  onDone: () => void
}

/** One project. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { index, top, project, columns, activeColumn, editing, onPoint, onEdit, onDone } = props
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot be virtual
    // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus
    <div className="grid-row" role="row" aria-rowindex={index + 2} style={{ top }}>
      {columns.map(({ field, width }, column) => {
        const canEdit = isEditable(project, field)
        const isEdited = editing?.field === field
        return (
          // biome-ignore lint/a11y/useSemanticElements: a table cannot be virtual
          // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus
          // biome-ignore lint/a11y/useKeyWithClickEvents: the grid listens to the keys
          <div
            key={field}
            id={cellId(index, column)}
            role="gridcell"
            aria-colindex={column + 1}
            aria-readonly={!canEdit}
            className="grid-cell"
            data-active={activeColumn === column || undefined}
            data-editable={canEdit || undefined}
            data-edited={isEdited || undefined}
            data-end={isNumeric(FIELDS[field].kind) || undefined}
            style={{ width }}
            onClick={() => {
              if (activeColumn === column && field !== 'name') onEdit(project, field)
              onPoint(index, column)
            }}
            onDoubleClick={() => onEdit(project, field)}
          >
            {isEdited ? (
              <CellEditor project={project} field={field} typed={editing.typed} onDone={onDone} />
            ) : (
              <CellValue project={project} field={field} />
            )}
          </div>
        )
      })}
    </div>
  )
})
