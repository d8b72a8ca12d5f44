import { Alert, DatePicker, Select } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { type AuditSearch, dayOf, isTurnedRound } from '../search'

const today = () => dayjs().startOf('day')
const PERIODS = {
  today: () => [today(), today()],
  week: () => [today().subtract(6, 'day'), today()],
  thisMonth: () => [today().startOf('month'), today()],
  lastMonth: () => {
    const month = today().subtract(1, 'month')
    return [month.startOf('month'), month.endOf('month')]
  },
  year: () => [today().subtract(1, 'year').add(1, 'day'), today()],
} as const
type Period = keyof typeof PERIODS

type DaysProps = {
  since: string | undefined
  until: string | undefined
  /** Whether one can ask for all time. */
  isOptional?: boolean
  onChange: (days: Pick<AuditSearch, 'since' | 'until'>) => void
}

/** From which day to which, both included, as days of the viewer; or a period by its name. */
export function Days({ since, until, isOptional = false, onChange }: DaysProps) {
  const { t } = useTranslation('audit')
  const status = isTurnedRound({ since, until }) ? 'error' : undefined
  const choose = (period: Period) => {
    const [first, last] = PERIODS[period]()
    onChange({ since: first && dayOf(first), until: last && dayOf(last) })
  }
  const day = (name: 'since' | 'until', value: string | undefined) => (
    <DatePicker
      aria-label={t(`day.${name}`)}
      placeholder={t(`day.${name}`)}
      allowClear={isOptional}
      status={status}
      className="filter-choice"
      value={value ? dayjs(value) : null}
      onChange={(date) => onChange({ since, until, [name]: date ? dayOf(date) : undefined })}
    />
  )
  return (
    <>
      <Select<Period>
        aria-label={t('period.title')}
        placeholder={t('period.title')}
        className="filter-choice"
        value={null}
        options={(Object.keys(PERIODS) as Period[]).map((value) => ({
          value,
          label: t(`period.${value}`),
        }))}
        onChange={choose}
      />
      {day('since', since)}
      {day('until', until)}
    </>
  )
}

/** Says that the days are turned round, where they are. */
export function TurnedRound() {
  const { t } = useTranslation('audit')
  return <Alert type="error" showIcon title={t('turnedRound')} />
}
