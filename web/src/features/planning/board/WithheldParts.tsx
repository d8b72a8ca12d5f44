import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { viewsQuery } from '@/lib/views'
import { WithheldNotice } from '@/ui/views/WithheldNotice'
import { BOARD_PAGE } from './boardViews'
import { useBoardAddress } from './useBoardAddress'

/** Which parts of the view in use its viewer may not have. */
export function WithheldParts() {
  const { t } = useTranslation('planning')
  const { search } = useBoardAddress()
  const { data: views } = useQuery(viewsQuery(BOARD_PAGE))
  const active = views?.find(({ id }) => id === search.saved)
  if (!active || active.withheld.length === 0) return null
  return (
    <div className="plan-withheld">
      <WithheldNotice
        withheld={active.withheld}
        labelOf={(field) => t(`field.${field}`, { defaultValue: field })}
      />
    </div>
  )
}
