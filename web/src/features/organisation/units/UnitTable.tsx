import { Link } from '@tanstack/react-router'
import { Table, type TableColumnsType } from 'antd'
import { type DragEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate } from '@/lib/format'
import { useIsPhone } from '@/lib/useIsPhone'
import { Locked } from '@/ui/Locked'
import { NameButton } from '../components/NameButton'
import type { Unit } from '../queries'
import { type UnitNode, unitsBelow, unitTree } from '../unitTree'

const MANAGE = 'organisation.manage'

/** Totals over each unit and all below it; absent while they are being read. */
export type Counts = { people?: Map<string, number>; projects?: Map<string, number> }

export const countOf = (counts: Map<string, number> | undefined, id: string): number | string =>
  counts ? (counts.get(id) ?? 0) : '…'

type UnitTableProps = {
  units: Unit[]
  counts: Counts
  onOpen: (unitId: string) => void
  onDrop: (unit: Unit, parentId: string) => void
}

/** Units under their parents; a row is dragged onto the unit under which it shall hang. */
export function UnitTable({ units, counts, onOpen, onDrop }: UnitTableProps) {
  const { t } = useTranslation('organisation')
  const tree = useMemo(() => unitTree(units), [units])
  const columns = useColumns(units, counts, onOpen)
  const onRow = useDragging(units, onDrop)

  return (
    <Table
      size="small"
      aria-label={t('units')}
      rowKey="id"
      columns={columns}
      dataSource={tree}
      pagination={false}
      expandable={{ defaultExpandAllRows: units.length < 200, indentSize: 20 }}
      onRow={onRow}
    />
  )
}

function useDragging(units: Unit[], onDrop: UnitTableProps['onDrop']) {
  const [dragged, setDragged] = useState<Unit>()
  const [over, setOver] = useState<string>()
  const below = useMemo(
    () => new Set(dragged ? unitsBelow(units, dragged.id) : []),
    [units, dragged],
  )
  const end = () => {
    setDragged(undefined)
    setOver(undefined)
  }

  return (unit: UnitNode) => ({
    draggable: unit._may.includes(MANAGE),
    'data-drop': over === unit.id || undefined,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.setData('text/plain', unit.name)
      setDragged(unit)
    },
    onDragOver: (event: DragEvent) => {
      if (!dragged || below.has(unit.id) || !unit._may.includes(MANAGE)) return
      event.preventDefault()
      setOver(unit.id)
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      if (dragged && !below.has(unit.id)) onDrop(dragged, unit.id)
      end()
    },
    onDragEnd: end,
  })
}

function useColumns(
  units: Unit[],
  counts: Counts,
  onOpen: (id: string) => void,
): TableColumnsType<UnitNode> {
  const { t } = useTranslation('organisation')
  const isPhone = useIsPhone()
  const wide: TableColumnsType<UnitNode> = [
    {
      key: 'code',
      title: t('unit.code'),
      width: 130,
      className: 'number quiet',
      dataIndex: 'code',
    },
    {
      key: 'head',
      title: t('unit.head'),
      width: 130,
      render: (_, unit) => (
        <Locked of={unit} field="head">
          {unit.head?.name ?? '—'}
        </Locked>
      ),
    },
    {
      key: 'calendar',
      title: t('unit.calendar'),
      width: 170,
      render: (_, unit) => (
        <Locked of={unit} field="calendar">
          {unit.calendar?.name ?? <span className="quiet">{t('inherited')}</span>}
        </Locked>
      ),
    },
    {
      key: 'valid',
      title: t('unit.valid'),
      width: 190,
      className: 'number quiet',
      render: (_, { valid_from, valid_to }) =>
        valid_to
          ? `${formatDate(valid_from)} → ${formatDate(valid_to)}`
          : t('unit.since', { day: formatDate(valid_from) }),
    },
  ]
  return [
    {
      key: 'name',
      title: t('unit.name'),
      render: (_, { id, name, classification }) => (
        <NameButton name={name} level={classification} onOpen={() => onOpen(id)} />
      ),
    },
    {
      key: 'people',
      title: t('unit.people'),
      width: isPhone ? 64 : 90,
      align: 'right',
      className: 'number',
      render: (_, { id, name }) => (
        <Link
          to="/governance/people"
          search={{ unit: id }}
          aria-label={t('unit.peopleOf', { name, count: counts.people?.get(id) ?? 0 })}
        >
          {countOf(counts.people, id)}
        </Link>
      ),
    },
    {
      key: 'projects',
      title: t('unit.projects'),
      width: isPhone ? 64 : 90,
      align: 'right',
      className: 'number',
      render: (_, { id, name }) => (
        <Link
          to="/projects"
          search={{ filter: [`unit:in:${unitsBelow(units, id).join(',')}`] }}
          aria-label={t('unit.projectsOf', { name, count: counts.projects?.get(id) ?? 0 })}
        >
          {countOf(counts.projects, id)}
        </Link>
      ),
    },
    ...(isPhone ? [] : wide),
  ]
}
