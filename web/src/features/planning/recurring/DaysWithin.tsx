import { Checkbox, Form, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { NTH, type RecurringForm } from './pattern'

const WEEK = [0, 1, 2, 3, 4, 5, 6] as const
const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const
/** 5 January 1970 was a Monday. */
const MONDAY = 4

/** Which days of the week, of the month or of the year. */
export function DaysWithin({ values }: { values: RecurringForm }) {
  const { t, i18n } = useTranslation('planning')
  const named = (options: Intl.DateTimeFormatOptions, date: Date) =>
    new Intl.DateTimeFormat(i18n.language, { ...options, timeZone: 'UTC' }).format(date)
  const weekdays = WEEK.map((value) => ({
    value,
    label: named({ weekday: 'short' }, new Date(Date.UTC(1970, 0, 1 + MONDAY + value))),
  }))
  const months = MONTHS.map((value) => ({
    value,
    label: named({ month: 'long' }, new Date(Date.UTC(1970, value - 1, 1))),
  }))

  if (values.frequency === 'daily') return null
  if (values.frequency === 'weekly') {
    return (
      <Form.Item name="weekdays" label={t('recurring.weekdays')} className="wide">
        <Checkbox.Group options={weekdays} />
      </Form.Item>
    )
  }
  return (
    <>
      {values.frequency === 'yearly' && (
        <Form.Item name="month" label={t('recurring.month')} className="wide">
          <Select options={months} />
        </Form.Item>
      )}
      <Form.Item name="by" label={t('recurring.by')} className="wide">
        <Select
          options={[
            { value: 'day', label: t('recurring.byDay') },
            { value: 'weekday', label: t('recurring.byWeekday') },
          ]}
        />
      </Form.Item>
      {values.by === 'day' ? (
        <Form.Item name="day" label={t('recurring.day')}>
          <InputNumber min={1} max={31} />
        </Form.Item>
      ) : (
        <>
          <Form.Item name="nth" label={t('recurring.nth')}>
            <Select
              options={NTH.map((value) => ({ value, label: t(`recurring.nthOf.${value}`) }))}
            />
          </Form.Item>
          <Form.Item name="weekday" label={t('recurring.weekday')}>
            <Select options={weekdays} />
          </Form.Item>
        </>
      )}
    </>
  )
}
