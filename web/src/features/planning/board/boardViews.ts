import type { View, ViewDefinition } from '@/lib/views'
import { filtersOf, type Looking, narrowingOf, PLAIN, whoSettings } from '../planViews'
import { type BoardSearch, boardSearch } from './search'

/** The code under which the server keeps views of boards. */
export const BOARD_PAGE = 'board'

/** What a saved view keeps; columns that are folded in one project mean nothing in another. */
export function boardDefinition(search: BoardSearch, looking: Looking): ViewDefinition {
  const { by, lanes, done, fields, show, who } = search
  return {
    filters: filtersOf(search),
    settings: {
      ...(by && { by }),
      ...(lanes && { lanes }),
      ...(done !== undefined && { done }),
      ...(fields !== undefined && { fields }),
      ...(show && { show }),
      ...whoSettings(who, looking),
    },
  }
}

/** The address that shows a board in the way of a saved view; null: as it is by itself. */
export function boardLooks(saved: View | null, looking: Looking): Partial<BoardSearch> {
  const { by, lanes, done, fields } = saved?.definition.settings ?? {}
  const read = boardSearch({ by, lanes, done, fields })
  return {
    by: read.by,
    lanes: read.lanes,
    done: read.done,
    fields: read.fields,
    folded: undefined,
    ...narrowingOf(saved, looking),
    saved: saved?.id ?? PLAIN,
  }
}
