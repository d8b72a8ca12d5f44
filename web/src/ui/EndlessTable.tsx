import { Table, type TableColumnsType } from 'antd'
import { useElementSize } from '@/lib/useElementSize'

type EndlessTableProps<Row> = {
  label: string
  /** Each with a width, in pixels. */
  columns: TableColumnsType<Row>
  rows: Row[]
  onEndReached: () => void
}

const HEADER_HEIGHT = 38
/** So many pixels before the last row the next ones are asked for. */
const AHEAD = 600

/** A table as high as its place, which draws the rows in view and asks for more at its end. */
export function EndlessTable<Row extends { id: string }>(props: EndlessTableProps<Row>) {
  const { label, columns, rows, onEndReached } = props
  const [box, { width, height }] = useElementSize<HTMLDivElement>()
  const total = columns.reduce((sum, column) => sum + Number(column.width), 0)

  return (
    <div ref={box} className="table-box">
      {height > 0 && (
        <Table
          virtual
          size="small"
          aria-label={label}
          rowKey="id"
          columns={columns}
          dataSource={rows}
          pagination={false}
          scroll={{ x: Math.max(total, width), y: height - HEADER_HEIGHT }}
          onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
            if (scrollTop + clientHeight > scrollHeight - AHEAD) onEndReached()
          }}
        />
      )}
    </div>
  )
}
