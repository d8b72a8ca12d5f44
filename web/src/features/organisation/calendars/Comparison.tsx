import { useQuery } from '@tanstack/react-query'
import { Select, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '@/lib/format'
import { useClear } from '@/ui/useClear'
import type { Calendar, CalendarDay } from '../queries'
import { type Difference, differences, shiftsText } from './days'
import { calendarYearQuery } from './queries'

type ComparisonProps = {
  calendar: Calendar
  calendars: Calendar[]
  days: CalendarDay[]
  year: number
  otherId?: string
  onChoose: (id?: string) => void
}

/** The days of a year on which another calendar asks for other hours. */
export function Comparison(props: ComparisonProps) {
  const clear = useClear()
  const { calendar, calendars, days, year, otherId, onChoose } = props
  const { t, i18n } = useTranslation('organisation')
  const other = calendars.find(({ id }) => id === otherId)
  const { data } = useQuery({ ...calendarYearQuery(otherId ?? '', year), enabled: !!other })
  const found = data ? differences(days, data.days) : []
  const hours = (of: CalendarDay[]) => of.reduce((sum, { minutes }) => sum + minutes, 0) / 60

  return (
    <section>
      <h2 className="section-title">{t('calendar.compare')}</h2>
      <Select
        allowClear={clear}
        aria-label={t('calendar.compareWith')}
        placeholder={t('calendar.compareWith')}
        value={other?.id}
        onChange={onChoose}
        popupMatchSelectWidth={false}
        options={calendars
          .filter(({ id }) => id !== calendar.id)
          .map(({ id, name }) => ({ value: id, label: name }))}
        className="filter-choice"
      />
      {other && data && (
        <>
          <p>
            {t('calendar.compared', {
              count: found.length,
              hours: formatNumber(hours(days) - hours(data.days), i18n.language),
            })}
          </p>
          <DifferenceTable found={found} first={calendar.name} second={other.name} />
        </>
      )}
    </section>
  )
}

type DifferenceTableProps = { found: Difference[]; first: string; second: string }

function DifferenceTable({ found, first, second }: DifferenceTableProps) {
  const { t, i18n } = useTranslation('organisation')
  const words = (day: CalendarDay) => {
    const name = (i18n.language === 'en' && day.name_en) || day.name
    const hours = day.is_working ? shiftsText(day.shifts ?? []) : t('calendar.off')
    return [name, hours].filter(Boolean).join(' · ')
  }
  return (
    <Table
      size="small"
      rowKey="date"
      aria-label={t('calendar.compare')}
      dataSource={found}
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      columns={[
        {
          key: 'date',
          title: t('calendar.day'),
          dataIndex: 'date',
          width: 120,
          className: 'number',
        },
        { key: 'first', title: first, render: (_, row: Difference) => words(row.first) },
        { key: 'second', title: second, render: (_, row: Difference) => words(row.second) },
      ]}
    />
  )
}
