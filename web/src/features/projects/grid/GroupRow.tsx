import { CaretDownOutlined, CaretRightOutlined } from '@ant-design/icons'
import { GroupSummary } from '../components/GroupSummary'
import type { FieldName } from '../fields'
import type { Group } from '../queries'
import type { GridColumn } from './ProjectGrid'
import { cellId } from './useGridKeys'

type GroupRowProps = {
  index: number
  top: number
  row: { group: Group; isClosed: boolean }
  columns: GridColumn[]
  field: FieldName
  isActive: boolean
  onToggle: (groupKey: string) => void
}

/** The heading of a group: what its projects have in common, how many, what they come to. */
export function GroupRow({ index, top, row, columns, field, isActive, onToggle }: GroupRowProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot be virtual
    // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus
    <div className="grid-row grid-group" role="row" aria-rowindex={index + 2} style={{ top }}>
      {/* biome-ignore lint/a11y/useSemanticElements: a table cannot be virtual */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus */}
      <div
        id={cellId(index, 0)}
        role="gridcell"
        aria-colspan={columns.length}
        className="grid-group-cell"
        data-active={isActive || undefined}
      >
        <button
          type="button"
          tabIndex={-1}
          aria-expanded={!row.isClosed}
          className="grid-group-toggle"
          onClick={() => onToggle(row.group.key)}
        >
          {row.isClosed ? <CaretRightOutlined aria-hidden /> : <CaretDownOutlined aria-hidden />}
          <GroupSummary group={row.group} field={field} />
        </button>
      </div>
    </div>
  )
}
