import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Calendar } from '../queries'
import { plansOfCalendarQuery } from './queries'

/** Which plans are computed again once a change of the calendar is saved. */
export function AffectedPlans({ calendar }: { calendar: Calendar }) {
  const { t } = useTranslation('organisation')
  const { data } = useQuery(plansOfCalendarQuery(calendar.id))
  if (!data) return <p className="quiet">{t('calendar.countingPlans')}</p>
  if (data.n_plans === 0) return <Alert type="info" showIcon title={t('calendar.noPlans')} />

  const hidden = data.n_hidden > 0 ? t('calendar.hiddenPlans', { count: data.n_hidden }) : ''
  return (
    <Alert
      type="warning"
      showIcon
      title={`${t('calendar.plans', { count: data.n_plans })}${hidden}`}
      description={
        <details>
          <summary>{t('calendar.whichPlans')}</summary>
          <ul className="plain-list affected">
            {data.items.map(({ id, key, name }) => (
              <li key={id}>
                <span className="quiet number">{key}</span> {name}
              </li>
            ))}
          </ul>
        </details>
      }
    />
  )
}
