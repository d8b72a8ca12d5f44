import { useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatDate } from '@/lib/format'
import { Slip } from '@/ui/Slip'
import { TaskName } from '@/ui/TaskName'
import { variancesQuery } from '../queries'

type VariancesPanelProps = {
  projectId: string
  baselineId?: string
  onGoToTask: (taskId: string) => void
}

/** Each task against the baseline, the latest first. */
export function VariancesPanel({ projectId, baselineId, onGoToTask }: VariancesPanelProps) {
  const { t, i18n } = useTranslation('planning')
  const { data } = useSuspenseQuery(variancesQuery(projectId, baselineId))
  const rows = data.items
    .filter(({ is_summary }) => !is_summary)
    .toSorted((a, b) => (b.slip_days ?? 0) - (a.slip_days ?? 0))
  const nLate = rows.filter(({ slip_days }) => (slip_days ?? 0) > 0).length
  const causeOf = (cause: string) =>
    cause && i18n.exists(`planning:cause.${cause}`) ? t(`cause.${cause}`) : ''

  if (data.baseline === null) return <p className="quiet">{t('noBaselineYet')}</p>
  return (
    <div className="section">
      <p className="panel-verdict">{t('variancesVerdict', { count: nLate, total: rows.length })}</p>
      <table className="plain-table">
        <caption className="visually-hidden">{t('panel.variances')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('field.name')}</th>
            <th scope="col" className="end">
              {t('field.baseline_finish')}
            </th>
            <th scope="col" className="end">
              {t('field.finish')}
            </th>
            <th scope="col" className="end">
              {t('field.slip')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(
            ({ task_id, number, wbs_code, name, baseline_finish, finish, slip_days, cause }) => (
              <tr key={task_id}>
                <th scope="row">
                  <button type="button" className="text-button" onClick={() => onGoToTask(task_id)}>
                    {wbs_code} <TaskName name={name} mark={number} />
                  </button>
                  <div className="quiet">{causeOf(cause)}</div>
                </th>
                <td className="end number nowrap">{formatDate(baseline_finish)}</td>
                <td className="end number nowrap">{formatDate(finish)}</td>
                <td className="end nowrap">
                  <Slip days={slip_days} />
                </td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  )
}
