import { useTranslation } from 'react-i18next'
import type { PlanModel } from '@/ui/gantt/model/plan'
import { ViewsMenu } from '@/ui/views/ViewsMenu'
import { WithheldNotice } from '@/ui/views/WithheldNotice'
import type { PlanView } from '../planView'
import { definitionOf, VIEWS_PAGE } from '../planViews'
import { usePlanAddress } from '../usePlanAddress'
import { useActiveView, useApplyView } from '../useSavedViews'

/** The saved and shared views of plans. */
export function SavedViews({ plan, view }: { plan: PlanModel; view: PlanView }) {
  const { search } = usePlanAddress()
  return (
    <ViewsMenu
      page={VIEWS_PAGE}
      shown={definitionOf(view, search, { plan })}
      activeId={search.saved}
      onApply={useApplyView(plan)}
    />
  )
}

/** Which parts of the view in use its viewer may not have. */
export function MissingParts() {
  const { t } = useTranslation('planning')
  const active = useActiveView()
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
