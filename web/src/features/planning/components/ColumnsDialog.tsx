import { DownOutlined, UpOutlined } from '@ant-design/icons'
import { Button, Checkbox, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { ALL_COLUMNS, DEFAULT_COLUMNS } from '@/ui/gantt/defaults'
import type { ColumnKey, ColumnSetting } from '@/ui/gantt/props'

type ColumnsDialogProps = {
  isOpen: boolean
  columns: readonly ColumnSetting[]
  onColumns: (columns: readonly ColumnSetting[]) => void
  onClose: () => void
}

/** A column one place up or down the list. */
export function shifted(columns: readonly ColumnSetting[], at: number, by: 1 | -1) {
  const next = [...columns]
  const [moving] = next.splice(at, 1)
  if (moving) next.splice(at + by, 0, moving)
  return next
}

/** Which columns the list of tasks has, and in what order. */
export function ColumnsDialog({ isOpen, columns, onColumns, onClose }: ColumnsDialogProps) {
  const { t } = useTranslation('planning')
  const { t: gantt } = useTranslation('gantt')
  const shown = new Set(columns.map(({ key }) => key))
  const rest = ALL_COLUMNS.filter(({ key }) => !shown.has(key))
  const nameOf = (key: ColumnKey) => gantt(`columns.${key}`)
  const hide = (key: ColumnKey) => onColumns(columns.filter((column) => column.key !== key))

  return (
    <Modal
      open={isOpen}
      title={t('columns.title')}
      onCancel={onClose}
      width={420}
      footer={[
        <Button key="reset" onClick={() => onColumns(DEFAULT_COLUMNS)}>
          {t('columns.reset')}
        </Button>,
        <Button key="close" type="primary" onClick={onClose}>
          {t('columns.done')}
        </Button>,
      ]}
    >
      <p className="quiet">{t('columns.hint')}</p>
      <ul className="rows column-choice">
        {columns.map((column, at) => (
          <li key={column.key}>
            <Checkbox checked disabled={column.key === 'name'} onChange={() => hide(column.key)}>
              {nameOf(column.key)}
            </Checkbox>
            <Button
              type="text"
              disabled={at === 0}
              aria-label={t('columns.up', { name: nameOf(column.key) })}
              icon={<UpOutlined />}
              onClick={() => onColumns(shifted(columns, at, -1))}
            />
            <Button
              type="text"
              disabled={at === columns.length - 1}
              aria-label={t('columns.down', { name: nameOf(column.key) })}
              icon={<DownOutlined />}
              onClick={() => onColumns(shifted(columns, at, 1))}
            />
          </li>
        ))}
        {rest.map((column) => (
          <li key={column.key}>
            <Checkbox checked={false} onChange={() => onColumns([...columns, column])}>
              {nameOf(column.key)}
            </Checkbox>
          </li>
        ))}
      </ul>
    </Modal>
  )
}
