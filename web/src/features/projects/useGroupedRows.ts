import { useMemo } from 'react'
import type { Group } from './queries'
import { isGroupable, rowsOf } from './rows'
import type { ProjectListSearch } from './search'

type Paged<Item> = { items: Item[]; groups?: Group[] | null; total: number }

/** The rows of a list that is read page by page, in the groups of the address, and their number. */
export function useGroupedRows<Item extends { id: string } & Record<string, unknown>>(
  pages: Paged<Item>[],
  search: ProjectListSearch,
) {
  const total = pages[0]?.total ?? 0
  const rows = useMemo(() => {
    const groups = pages[0]?.groups
    const { group, closed = [] } = search
    const items = pages.flatMap((page) => page.items)
    const grouped = groups && isGroupable(group) ? { field: group, groups, closed } : undefined
    return rowsOf(items, total, grouped)
  }, [pages, total, search])
  return { rows, total }
}
