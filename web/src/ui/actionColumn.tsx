import type { TableColumnType } from 'antd'
import type { ReactNode } from 'react'

/** The column of what can be done with a row; its heading is for those who do not see the buttons. */
export const actionColumn = <Row,>(
  title: string,
  width: number,
  render: (row: Row) => ReactNode,
): TableColumnType<Row> => ({
  key: 'actions',
  title: <span className="visually-hidden">{title}</span>,
  width,
  render: (_, row) => render(row),
})
