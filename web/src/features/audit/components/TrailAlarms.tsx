import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { auditStateQuery } from '../queries'

/** What leaves the trail standing, and asks for somebody to look after the server. */
const MILD = /_late$/

/** What is wrong with the trail, as the last looks at it found; nothing if all is right. */
export function TrailAlarms() {
  const { t } = useTranslation('audit')
  const { data } = useQuery(auditStateQuery)
  if (!data?.alarms.length) return null
  const isGrave = data.alarms.some(({ code }) => !MILD.test(code))
  return (
    <Alert
      type={isGrave ? 'error' : 'warning'}
      role="alert"
      showIcon
      className="trail-alarms"
      title={isGrave ? t('alarm.grave') : t('alarm.mild')}
      description={
        <>
          <ul>
            {data.alarms.map(({ code, about }) => (
              <li key={`${code}:${about}`}>
                {t(`alarm.code.${code}`, { defaultValue: code })}
                {about && <code> {about}</code>}
              </li>
            ))}
          </ul>
          {isGrave && t('alarm.advice')}
        </>
      }
    />
  )
}
