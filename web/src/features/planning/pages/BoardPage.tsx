import { useSuspenseQueries } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { viewsQuery } from '@/lib/views'
import type { PlanModel } from '@/ui/gantt/model/plan'
import { useDocumentTitle } from '@/ui/Page'
import { BoardView } from '../board/BoardView'
import { BOARD_PAGE, boardLooks } from '../board/boardViews'
import { useBoardAddress } from '../board/useBoardAddress'
import { planQuery } from '../queries'
import '../board/board.css'

/** The tasks of a project as cards in columns, moved as the work moves. */
export function BoardPage() {
  const { t } = useTranslation('board')
  const { projectId } = useBoardAddress()
  const [{ data: plan }, { data: views }] = useSuspenseQueries({
    queries: [planQuery(projectId), viewsQuery(BOARD_PAGE)],
  })
  useDocumentTitle(`${t('board')} · ${plan.project.name}`)
  const isOpening = useOpeningView(plan, views)
  return isOpening ? null : <BoardView key={projectId} plan={plan} />
}

/** Opens the page with the viewer's own view where the address says nothing; true meanwhile. */
function useOpeningView(plan: PlanModel, views: Parameters<typeof boardLooks>[0][]): boolean {
  const { search, show } = useBoardAddress()
  const first = views.find((view) => view?.is_default) ?? null
  const isBare = Object.values(search).every((value) => value === undefined)
  const isOpening = isBare && first !== null
  useEffect(() => {
    if (isOpening) void show(boardLooks(first, { plan }))
  }, [isOpening, first, plan, show])
  return isOpening
}
