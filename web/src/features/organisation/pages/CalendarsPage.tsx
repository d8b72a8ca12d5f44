import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '@/lib/format'
import { useSession } from '@/lib/session'
import { EmptyState } from '@/ui/EmptyState'
import { Page } from '@/ui/Page'
import { CalendarActions } from '../calendars/CalendarActions'
import { CalendarFacts } from '../calendars/CalendarFacts'
import { CalendarTree } from '../calendars/CalendarTree'
import { Comparison } from '../calendars/Comparison'
import { ExceptionDialog } from '../calendars/ExceptionDialog'
import { calendarYearQuery } from '../calendars/queries'
import { WeekPattern } from '../calendars/WeekPattern'
import { YearView } from '../calendars/YearView'
import { type Calendar, calendarsQuery } from '../queries'
import type { CalendarSearch } from '../search'

const ROUTE = '/shell/governance/calendars'

/** On which days and hours people work, a year at a glance. */
export function CalendarsPage() {
  const { t } = useTranslation('organisation')
  const { calendar: chosen } = useSearch({ from: ROUTE })
  const { data: calendars } = useSuspenseQuery(calendarsQuery)
  const calendar =
    calendars.find(({ id }) => id === chosen) ??
    calendars.find(({ kind }) => kind === 'company') ??
    calendars[0]

  if (!calendar) {
    return (
      <Page title={t('calendars')}>
        <EmptyState title={t('empty.calendars')} hint={t('empty.calendarsHint')} />
      </Page>
    )
  }
  return <OneCalendar calendars={calendars} calendar={calendar} />
}

type OneCalendarProps = { calendars: Calendar[]; calendar: Calendar }

function OneCalendar({ calendars, calendar }: OneCalendarProps) {
  const { t, i18n } = useTranslation('organisation')
  const navigate = useNavigate()
  const { server_date } = useSession()
  const search = useSearch({ from: ROUTE })
  const year = search.year ?? Number(server_date.slice(0, 4))
  const { data } = useSuspenseQuery(calendarYearQuery(calendar.id, year))
  const nWorking = data.days.filter(({ is_working }) => is_working).length
  const hours = data.days.reduce((sum, { minutes }) => sum + minutes, 0) / 60
  const may = calendar._may.includes('organisation.manage')
  const show = (change: CalendarSearch) =>
    navigate({ to: '/governance/calendars', search: { ...search, ...change }, replace: true })

  return (
    <Page
      title={calendar.name}
      lead={t('yearVerdict', {
        year: String(year),
        days: nWorking,
        hours: formatNumber(hours, i18n.language),
      })}
      actions={
        <CalendarActions
          calendar={calendar}
          calendars={calendars}
          year={year}
          may={may}
          onShow={show}
        />
      }
    >
      <div className="calendar-layout">
        <CalendarTree calendars={calendars} chosen={calendar.id} year={year} />
        <div className="calendar-body">
          {!data.is_announced && (
            <Alert type="warning" showIcon title={t('notAnnounced', { year: String(year) })} />
          )}
          <CalendarFacts calendar={calendar} calendars={calendars} may={may} />
          <WeekPattern calendar={calendar} may={may} />
          <EditableYear calendar={calendar} days={data.days} year={year} may={may} />
          <Comparison
            calendar={calendar}
            calendars={calendars}
            days={data.days}
            year={year}
            otherId={search.compare}
            onChoose={(compare) => show({ compare })}
          />
        </div>
      </div>
    </Page>
  )
}

type EditableYearProps = Pick<Parameters<typeof YearView>[0], 'days' | 'year'> & {
  calendar: Calendar
  may: boolean
}

/** The year; a day is pressed to change it, with Shift all days since the one pressed before. */
function EditableYear({ calendar, days, year, may }: EditableYearProps) {
  const { t } = useTranslation('organisation')
  const { server_date } = useSession()
  const [last, setLast] = useState<string>()
  const [range, setRange] = useState<[string, string]>()
  const pick = ({ date, extends: isRange }: { date: string; extends: boolean }) => {
    const [from, to] = [date, (isRange && last) || date].sort()
    setLast(date)
    setRange([from ?? date, to ?? date])
  }
  return (
    <section>
      <div className="year-head">
        <h2 className="section-title">{t('calendar.yearTitle', { year: String(year) })}</h2>
        {may && (
          <Button onClick={() => setRange([server_date, server_date])}>
            {t('calendar.addException')}
          </Button>
        )}
      </div>
      {may && <p className="quiet">{t('calendar.pickHint')}</p>}
      <YearView
        days={days}
        year={year}
        exceptions={calendar.exceptions}
        onPick={may ? pick : undefined}
      />
      {range && (
        <ExceptionDialog
          calendar={calendar}
          from={range[0]}
          to={range[1]}
          onClose={() => setRange(undefined)}
        />
      )}
    </section>
  )
}
