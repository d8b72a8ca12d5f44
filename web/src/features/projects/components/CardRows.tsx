import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldName } from '../fields'
import type { ListRow } from '../rows'
import { GroupSummary } from './GroupSummary'

type CardRowsProps<Item> = {
  rows: ListRow<Item>[]
  /** The part of the rows that is on the screen, with how tall all of them are together. */
  list: { height: number; shown: { index: number; start: number }[] }
  heightOf: (index: number) => number
  group: string | undefined
  onToggle: (groupKey: string) => void
  children: (item: Item) => ReactNode
}

/** The cards of a list on a phone, with the heads of its groups. */
export function CardRows<Item extends { id: string }>(props: CardRowsProps<Item>) {
  const { rows, list, heightOf, group, onToggle, children } = props
  const { t } = useTranslation('projects')

  return (
    <ul className="grid-inner" style={{ height: list.height }}>
      {list.shown.map(({ index, start }) => {
        const row = rows[index]
        const style = { top: start, height: heightOf(index) }
        if (row?.kind === 'item')
          return (
            <li key={row.item.id} className="card" style={style}>
              {children(row.item)}
            </li>
          )
        if (row?.kind === 'group')
          return (
            <li key={`group ${row.group.key}`} className="card grid-group" style={style}>
              <button
                type="button"
                className="grid-group-toggle"
                aria-expanded={!row.isClosed}
                onClick={() => onToggle(row.group.key)}
              >
                <GroupSummary group={row.group} field={group as FieldName} isShort />
              </button>
            </li>
          )
        return (
          <li key={`waiting ${index}`} className="card" style={style} aria-label={t('loading')} />
        )
      })}
    </ul>
  )
}
