import { Button, Input, InputNumber } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Report } from '@/lib/progressReport'
import type { WorkTask } from '../queries'

type ReportMoreProps = { task: WorkTask; onSay: (report: Report) => void }

/** What is said less often: what is in the way, exact work left, and dates. */
export function ReportMore({ task, onSay }: ReportMoreProps) {
  const { t } = useTranslation('work')
  return (
    <>
      {task.blocked_because !== null && (
        <Blocked key={task.id} held={task.blocked_because} onSay={onSay} />
      )}
      <details className="work-more">
        <summary>{t('more')}</summary>
        <Exactly task={task} onSay={onSay} />
      </details>
    </>
  )
}

type BlockedProps = { held: string; onSay: ReportMoreProps['onSay'] }

function Blocked({ held, onSay }: BlockedProps) {
  const { t } = useTranslation('work')
  const [reason, setReason] = useState(held)
  const id = useId()
  const said = reason.trim()

  return (
    <div className="work-field">
      <label htmlFor={id}>{t('inTheWay')}</label>
      <Input.TextArea
        id={id}
        autoSize={{ minRows: 1, maxRows: 4 }}
        maxLength={2000}
        value={reason}
        placeholder={t('inTheWayHint')}
        onChange={(event) => setReason(event.target.value)}
      />
      <div className="work-buttons">
        <Button
          disabled={said === '' || said === held}
          onClick={() => onSay({ blocked_because: said })}
        >
          {t('blocked')}
        </Button>
        {held !== '' && (
          <Button onClick={() => onSay({ blocked_because: '' })}>{t('unblocked')}</Button>
        )}
      </div>
    </div>
  )
}

function Exactly({ task, onSay }: ReportMoreProps) {
  const { t } = useTranslation('work')
  const [hours, setHours] = useState<number | null>(null)
  const [start, setStart] = useState(task.actual_start?.slice(0, 16) ?? '')
  const [finish, setFinish] = useState('')
  const id = useId()
  const report: Report = {
    ...(hours !== null && !finish && { remaining_work_minutes: Math.round(hours * 60) }),
    ...(start && start !== task.actual_start?.slice(0, 16) && { actual_start: start }),
    ...(finish && { actual_finish: finish }),
  }

  return (
    <div className="work-exactly">
      <label htmlFor={`${id}-left`}>{t('workLeft')}</label>
      <InputNumber
        id={`${id}-left`}
        min={0}
        max={100_000}
        suffix={t('hours')}
        value={hours}
        onChange={setHours}
      />
      <label htmlFor={`${id}-start`}>{t('actualStart')}</label>
      <Input
        id={`${id}-start`}
        type="datetime-local"
        value={start}
        onChange={(event) => setStart(event.target.value)}
      />
      <label htmlFor={`${id}-finish`}>{t('actualFinish')}</label>
      <Input
        id={`${id}-finish`}
        type="datetime-local"
        value={finish}
        onChange={(event) => setFinish(event.target.value)}
      />
      <Button
        type="primary"
        disabled={Object.keys(report).length === 0}
        onClick={() => onSay(report)}
      >
        {t('save')}
      </Button>
    </div>
  )
}
