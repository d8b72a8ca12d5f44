import { ArrowDownOutlined, ArrowUpOutlined, TableOutlined } from '@ant-design/icons'
import { Button, Checkbox, Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FIELD_NAMES, type FieldName } from '../fields'
import { type Column, columnsOf, columnsText, type ProjectListSearch } from '../search'

type ColumnChoiceProps = {
  search: ProjectListSearch
  onChange: (change: Partial<ProjectListSearch>) => void
}

/** Moves the column at a place by so many places, never before the name. */
export function movedColumn(columns: Column[], from: number, to: number): Column[] {
  const moved = columns[from]
  if (!moved || from === 0 || to < 1 || to >= columns.length) return columns
  return columns.toSpliced(from, 1).toSpliced(to, 0, moved)
}

/** Which fields are columns, and in which order. */
export function ColumnChoice({ search, onChange }: ColumnChoiceProps) {
  const { t } = useTranslation('projects')
  const [open, setOpen] = useState(false)
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      open={open}
      onOpenChange={setOpen}
      destroyOnHidden
      content={<ColumnList search={search} onChange={onChange} />}
    >
      <Button icon={<TableOutlined aria-hidden />} aria-haspopup="dialog" aria-expanded={open}>
        {t('columns.title')}
      </Button>
    </Popover>
  )
}

function ColumnList({ search, onChange }: ColumnChoiceProps) {
  const { t } = useTranslation('projects')
  const columns = columnsOf(search)
  const shown = new Set(columns.map(({ field }) => field))
  const keep = (next: Column[]) => onChange({ columns: columnsText(next) })
  const toggle = (field: FieldName) =>
    keep(shown.has(field) ? columns.filter((one) => one.field !== field) : [...columns, { field }])
  const hidden = FIELD_NAMES.filter((name) => !shown.has(name))

  return (
    <div role="dialog" aria-label={t('columns.title')} className="column-list">
      <ul className="rows">
        {columns.map(({ field }, index) => (
          <li key={field} className="row">
            <Checkbox
              checked
              disabled={field === 'name'}
              onChange={() => toggle(field as FieldName)}
            >
              {t(`column.${field}`)}
            </Checkbox>
            {index > 0 && (
              <span className="nowrap">
                <Button
                  type="text"
                  size="small"
                  icon={<ArrowUpOutlined />}
                  disabled={index === 1}
                  aria-label={t('columns.up', { field: t(`column.${field}`) })}
                  onClick={() => keep(movedColumn(columns, index, index - 1))}
                />
                <Button
                  type="text"
                  size="small"
                  icon={<ArrowDownOutlined />}
                  disabled={index === columns.length - 1}
                  aria-label={t('columns.down', { field: t(`column.${field}`) })}
                  onClick={() => keep(movedColumn(columns, index, index + 1))}
                />
              </span>
            )}
          </li>
        ))}
        {hidden.map((field) => (
          <li key={field} className="row">
            <Checkbox checked={false} onChange={() => toggle(field)}>
              {t(`column.${field}`)}
            </Checkbox>
          </li>
        ))}
      </ul>
      <Button type="link" size="small" onClick={() => onChange({ columns: undefined })}>
        {t('columns.reset')}
      </Button>
    </div>
  )
}
