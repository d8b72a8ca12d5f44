import { Link, useNavigate } from '@tanstack/react-router'
import { Table, type TableColumnsType, type TableProps } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatDate } from '@/lib/format'
import { useElementSize } from '@/lib/useElementSize'
import { Health } from '@/ui/Health'
import { Locked } from '@/ui/Locked'
import { Meter } from '@/ui/Meter'
import { Slip } from '@/ui/Slip'
import type { Project } from '../queries'

type ProjectTableProps = {
  projects: Project[]
  sort: string
  onSort: (sort: string) => void
  onEndReached: () => void
  isUpdating: boolean
}

const HEADER_HEIGHT = 38
const sortOrderOf = (sort: string, field: string) =>
  sort === field ? ('ascend' as const) : sort === `-${field}` ? ('descend' as const) : null

function useColumns(sort: string): TableColumnsType<Project> {
  const { t } = useTranslation('projects')
  const sorted = (field: keyof Project) => ({
    key: field,
    title: t(`column.${field}`),
    sorter: true,
    sortOrder: sortOrderOf(sort, field),
    showSorterTooltip: false,
    ellipsis: true,
  })

  return [
    {
      ...sorted('name'),
      width: 224,
      fixed: 'start',
      render: (_, { id, name, key }) => (
        <Link
          to="/projects/$projectId/overview"
          params={{ projectId: id }}
          className="row-link"
          title={`${key} ${name}`}
        >
          {name}
        </Link>
      ),
    },
    {
      ...sorted('key'),
      width: 114,
      render: (_, { key }) => <span className="quiet number">{key}</span>,
    },
    { ...sorted('health'), width: 92, render: (_, { health }) => <Health value={health} /> },
    { ...sorted('unit'), width: 104, render: (_, { unit }) => unit?.name ?? '—' },
    {
      ...sorted('manager'),
      width: 86,
      render: (_, project) => (
        <Locked of={project} field="manager">
          {project.manager?.name ?? '—'}
        </Locked>
      ),
    },
    { ...sorted('state'), width: 82, render: (_, { state }) => t(`state.${state}`, state) },
    {
      ...sorted('start'),
      width: 92,
      align: 'right',
      className: 'number',
      render: (_, p) => formatDate(p.start),
    },
    {
      ...sorted('finish'),
      width: 98,
      align: 'right',
      className: 'number',
      render: (_, p) => formatDate(p.finish),
    },
    {
      ...sorted('baseline_finish'),
      width: 98,
      align: 'right',
      className: 'number quiet',
      render: (_, p) => formatDate(p.baseline_finish),
    },
    {
      ...sorted('slip_minutes'),
      width: 82,
      align: 'right',
      render: (_, p) => <Slip minutes={p.slip_minutes} />,
    },
    {
      ...sorted('percent_complete'),
      width: 118,
      align: 'right',
      render: (_, p) => <Meter share={p.percent_complete} label={t('column.percent_complete')} />,
    },
  ]
}

/** All projects, one row each; virtual, sorted on the server. */
export function ProjectTable({
  projects,
  sort,
  onSort,
  onEndReached,
  isUpdating,
}: ProjectTableProps) {
  const { t } = useTranslation('projects')
  const navigate = useNavigate()
  const [box, { width, height }] = useElementSize<HTMLDivElement>()
  const columns = useColumns(sort)
  const total = columns.reduce((sum, column) => sum + Number(column.width), 0)

  const change: TableProps<Project>['onChange'] = (_pages, _filters, sorter) => {
    const { columnKey, order } = Array.isArray(sorter) ? (sorter[0] ?? {}) : sorter
    onSort(
      order === undefined || order === null ? '' : `${order === 'descend' ? '-' : ''}${columnKey}`,
    )
  }

  return (
    <div ref={box} className="table-box" data-updating={isUpdating || undefined}>
      {height > 0 && (
        <Table
          virtual
          size="small"
          aria-label={t('title')}
          columns={columns}
          dataSource={projects}
          rowKey="id"
          pagination={false}
          scroll={{ x: Math.max(total, width), y: height - HEADER_HEIGHT }}
          onChange={change}
          onRow={({ id }) => ({
            className: 'clickable',
            onClick: () =>
              navigate({ to: '/projects/$projectId/overview', params: { projectId: id } }),
          })}
          onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
            if (scrollTop + clientHeight > scrollHeight - 600) onEndReached()
          }}
        />
      )}
    </div>
  )
}
