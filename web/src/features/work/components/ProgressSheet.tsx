import { Checkbox, Drawer, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatDate } from '@/lib/format'
import { calledBy } from '@/lib/lockedName'
import type { Report } from '@/lib/progressReport'
import { useIsPhone } from '@/lib/useIsPhone'
import type { WorkTask } from '../queries'
import { ReportMore } from './ReportMore'

type ProgressSheetProps = {
  task: WorkTask
  onReport: (task: WorkTask, report: Report) => unknown
  onClose: () => void
}

const SHARES = [0.25, 0.5, 0.75, 1]
/** Working days that may be left. */
const DAYS_LEFT = [0.5, 1, 2, 5]

/** How far a task is, in one touch: a share, or what is left. */
export function ProgressSheet({ task, onReport, onClose }: ProgressSheetProps) {
  const { t } = useTranslation('work')
  const isPhone = useIsPhone()
  const say = (report: Report) => {
    onClose()
    void onReport(task, report)
  }
  const content = (
    <div className="work-sheet">
      <p className="quiet">
        {t('sheetLead', { project: task.project.name, finish: formatDate(task.finish) })}
      </p>
      <Choices task={task} onSay={say} />
      <Steps task={task} onTick={(ticks) => onReport(task, { ticks })} />
      <ReportMore task={task} onSay={say} />
    </div>
  )
  if (isPhone)
    return (
      <Drawer
        open
        placement="bottom"
        size="large"
        title={calledBy(task.name, task.number)}
        onClose={onClose}
      >
        {content}
      </Drawer>
    )
  return (
    <Modal
      open
      title={calledBy(task.name, task.number)}
      footer={null}
      onCancel={onClose}
      width={520}
    >
      {content}
    </Modal>
  )
}

type StepsProps = { task: WorkTask; onTick: (ticks: Report['ticks']) => unknown }

/** The checklist of the task: each tick is a report of its own, and the sheet stays open. */
function Steps({ task, onTick }: StepsProps) {
  const { t } = useTranslation('work')
  const { checklist } = task
  if (!checklist || checklist.length === 0) return null
  return (
    <fieldset className="work-steps">
      <legend>
        {t('checklist')}{' '}
        <span className="section-note number">
          {checklist.filter(({ is_done }) => is_done).length}/{checklist.length}
        </span>
      </legend>
      {checklist.map(({ id, text, is_done }) => (
        <Checkbox
          key={id}
          checked={is_done}
          onChange={(event) => onTick([{ id, is_done: event.target.checked }])}
        >
          {text}
        </Checkbox>
      ))}
    </fieldset>
  )
}

type ChoicesProps = { task: WorkTask; onSay: (report: Report) => void }

function Choices({ task, onSay }: ChoicesProps) {
  const { t } = useTranslation('work')
  const isMilestone = task.kind === 'milestone'
  const shares = isMilestone ? [1] : SHARES

  return (
    <>
      <fieldset className="work-choices">
        <legend>{t('howFar')}</legend>
        {shares.map((share) => (
          <button
            key={share}
            type="button"
            aria-pressed={task.percent_complete === share}
            onClick={() => onSay({ percent_complete: share })}
          >
            {share === 1 ? t('allDone') : `${share * 100}%`}
          </button>
        ))}
      </fieldset>
      {!isMilestone && (
        <fieldset className="work-choices">
          <legend>{t('howMuchLeft')}</legend>
          {DAYS_LEFT.map((count) => (
            <button
              key={count}
              type="button"
              onClick={() =>
                onSay({ remaining_minutes: Math.round(count * task.project.minutes_per_day) })
              }
            >
              {t('days', { count })}
            </button>
          ))}
        </fieldset>
      )}
    </>
  )
}
