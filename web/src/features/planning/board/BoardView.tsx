import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsPhone } from '@/lib/useIsPhone'
import { EmptyState } from '@/ui/EmptyState'
import type { PlanModel } from '@/ui/gantt/model/plan'
import { BoardGrid } from './BoardGrid'
import { BoardToolbar } from './BoardToolbar'
import { BoardContext, useBoard } from './context'
import { isGiven } from './groups'
import { PhoneColumns } from './PhoneColumns'
import { foldedOf } from './search'
import { TaskBeside } from './TaskBeside'
import { useBoardAddress } from './useBoardAddress'
import { useBoardState } from './useBoardState'
import { WithheldParts } from './WithheldParts'

/** The board with its tools, and the task that is open beside it. */
export function BoardView({ plan }: { plan: PlanModel }) {
  const { t } = useTranslation('board')
  const { search } = useBoardAddress()
  const isPhone = useIsPhone()
  const root = useRef<HTMLDivElement>(null)
  const { board, said, handlers } = useBoardState(plan, root)
  const isEmpty = plan.tasks.every(({ kind }) => kind === 'summary')

  return (
    <BoardContext value={board}>
      <div className="board" data-tour="board">
        <h2 className="visually-hidden">{t('board')}</h2>
        <BoardToolbar />
        <WithheldParts />
        <Computed />
        <div className="plan-body">
          {/* Presses and keys of all cards are followed in one place. */}
          <div ref={root} className="board-root" role="presentation" {...handlers}>
            {isEmpty && <NoCards readOnly={board.readOnly} projectId={plan.project.id} />}
            {!isEmpty && board.model.nShown === 0 && <NothingFound />}
            {isPhone ? (
              <PhoneColumns />
            ) : (
              <div className="board-scroll">
                <BoardGrid columns={board.model.columns} folded={foldedOf(search)} />
              </div>
            )}
            {board.model.nOld > 0 && <OldCards count={board.model.nOld} />}
          </div>
          <TaskBeside projectId={plan.project.id} />
        </div>
        <p id="board-keys" className="visually-hidden">
          {t('keys')}
        </p>
        <div role="status" aria-live="assertive" className="visually-hidden">
          {said}
        </div>
      </div>
    </BoardContext>
  )
}

/** Why cards cannot be moved between columns or lanes of what is computed. */
function Computed() {
  const { t } = useTranslation('board')
  const { axes, readOnly } = useBoard()
  const computed = [axes.by, axes.lanes].filter((by) => by !== undefined && !isGiven(by))
  if (readOnly || computed.length === 0) return null
  return (
    <div className="plan-withheld">
      {computed.map((by) => (
        <p key={by} className="quiet">
          {t(`computed.${by}`)}
        </p>
      ))}
    </div>
  )
}

/** A board without any card says what belongs here. */
function NoCards({ readOnly, projectId }: { readOnly: boolean; projectId: string }) {
  const { t } = useTranslation('board')
  return (
    <EmptyState
      title={t('empty')}
      hint={t(readOnly ? 'emptyRead' : 'emptyHint')}
      action={
        <Link to="/projects/$projectId/plan" params={{ projectId }}>
          {t('toPlan')}
        </Link>
      }
    />
  )
}

function NothingFound() {
  const { t } = useTranslation('board')
  const { show } = useBoardAddress()
  return (
    <p className="board-note">
      {t('nothingFound')}{' '}
      <Button
        type="link"
        size="small"
        onClick={() =>
          show({
            q: undefined,
            show: undefined,
            who: undefined,
            since: undefined,
            until: undefined,
          })
        }
      >
        {t('clearFilter')}
      </Button>
    </p>
  )
}

function OldCards({ count }: { count: number }) {
  const { t } = useTranslation('board')
  const { show } = useBoardAddress()
  return (
    <p className="board-note">
      {t('old', { count })}{' '}
      <Button type="link" size="small" onClick={() => show({ done: 0 })}>
        {t('showOld')}
      </Button>
    </p>
  )
}
