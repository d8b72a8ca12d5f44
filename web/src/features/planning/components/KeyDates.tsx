import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate } from '@/lib/format'
import { Slip } from '@/ui/Slip'
import { TaskName } from '@/ui/TaskName'
import type { Overview } from '../queries'

const FIRST = 12

type KeyDatesProps = { dates: Overview['key_dates']; onTask: (taskId: string) => void }

/** The dates that people speak of, against what was agreed: at first those that are still to come. */
export function KeyDates({ dates, onTask }: KeyDatesProps) {
  const { t } = useTranslation('planning')
  const [isWhole, setIsWhole] = useState(false)
  const toCome = dates.filter(({ percent_complete }) => percent_complete < 1)
  const first = (toCome.length > 0 ? toCome : dates).slice(0, FIRST)
  if (dates.length === 0) return <p className="quiet">{t('noKeyDates')}</p>

  return (
    <>
      <table className="plain-table">
        <caption className="visually-hidden">{t('keyDates')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('field.name')}</th>
            <th scope="col" className="end">
              {t('field.baseline')}
            </th>
            <th scope="col" className="end">
              {t('field.now')}
            </th>
            <th scope="col" className="end">
              {t('field.slip')}
            </th>
          </tr>
        </thead>
        <tbody>
          {(isWhole ? dates : first).map(
            ({ task_id, number, name, at, baseline_at, slip_days }) => (
              <tr key={task_id}>
                <th scope="row">
                  <button type="button" className="text-button" onClick={() => onTask(task_id)}>
                    <TaskName name={name} mark={number} />
                  </button>
                </th>
                <td className="end number nowrap quiet">{formatDate(baseline_at)}</td>
                <td className="end number nowrap">{formatDate(at)}</td>
                <td className="end nowrap">
                  <Slip days={slip_days} />
                </td>
              </tr>
            ),
          )}
        </tbody>
      </table>
      {first.length < dates.length && (
        <Button type="link" className="start" onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? t('showLess') : t('showAll', { count: dates.length })}
        </Button>
      )}
    </>
  )
}
