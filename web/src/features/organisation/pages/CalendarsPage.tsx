import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Alert, Button, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '@/lib/format'
import { useSession } from '@/lib/session'
import { EmptyState } from '@/ui/EmptyState'
import { Page } from '@/ui/Page'
import { WeekPattern } from '../components/WeekPattern'
import { YearView } from '../components/YearView'
import { type Calendar, calendarsQuery, calendarYearQuery } from '../queries'

/** On which days and hours people work, a year at a glance. */
export function CalendarsPage() {
  const { t } = useTranslation('organisation')
  const { calendar: chosen } = useSearch({ from: '/shell/governance/calendars' })
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

function OneCalendar({ calendars, calendar }: { calendars: Calendar[]; calendar: Calendar }) {
  const { t, i18n } = useTranslation('organisation')
  const navigate = useNavigate()
  const { server_date } = useSession()
  const search = useSearch({ from: '/shell/governance/calendars' })
  const year = search.year ?? Number(server_date.slice(0, 4))
  const { data } = useSuspenseQuery(calendarYearQuery(calendar.id, year))
  const nWorking = data.days.filter(({ is_working }) => is_working).length
  const hours = data.days.reduce((sum, { minutes }) => sum + minutes, 0) / 60
  const show = (change: { calendar?: string; year?: number }) =>
    navigate({
      to: '/governance/calendars',
      search: (now) => ({ ...now, ...change }),
      replace: true,
    })

  return (
    <Page
      title={t('calendars')}
      lead={t('yearVerdict', {
        year: String(year),
        days: nWorking,
        hours: formatNumber(hours, i18n.language),
      })}
      actions={
        <>
          <Select
            aria-label={t('calendar.choose')}
            value={calendar.id}
            options={calendars.map(({ id, name, kind }) => ({
              value: id,
              label: `${name} · ${t(`calendar.kind.${kind}`, kind)}`,
            }))}
            onChange={(id) => show({ calendar: id })}
            popupMatchSelectWidth={false}
          />
          <Button onClick={() => show({ year: year - 1 })}>{year - 1}</Button>
          <Button onClick={() => show({ year: year + 1 })}>{year + 1}</Button>
        </>
      }
    >
      {!data.is_announced && (
        <Alert type="warning" showIcon title={t('notAnnounced', { year: String(year) })} />
      )}
      <WeekPattern week={calendar.week} parent={calendar.parent?.name} />
      <YearView days={data.days} year={year} />
    </Page>
  )
}
