import dayjs from 'dayjs'
import { preferences } from './preferences'

const localDates = new Map<string, Intl.DateTimeFormat>()

function localDate(date: string): string {
  const { language } = preferences()
  const format =
    localDates.get(language) ??
    new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' })
  localDates.set(language, format)
  return format.format(new Date(`${date}T00:00Z`))
}

/** The date of a local moment or an instant: as ISO, or as the viewer's language writes it. */
export function formatDate(moment: string | null | undefined): string {
  if (!moment) return '—'
  const date = moment.slice(0, 10)
  return preferences().date_style === 'local' ? localDate(date) : date
}

/** Date and time of day of a local moment. */
export const formatMoment = (moment: string | null | undefined): string =>
  moment ? moment.slice(0, 16).replace('T', ' ') : '—'

/** A zoned instant in the viewer's own time. */
export const formatInstant = (instant: string | null | undefined): string =>
  instant ? dayjs(instant).format('YYYY-MM-DD HH:mm') : '—'

/** The time of day now, by the viewer's clock. */
export const formatTime = (): string => dayjs().format('HH:mm')

/** The date with its weekday and year, for a title or a tooltip. */
export const formatLongDate = (moment: string, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'full' }).format(
    new Date(`${moment.slice(0, 10)}T00:00`),
  )

export const formatPercent = (share: number | null | undefined, digits = 0): string =>
  share === null || share === undefined ? '—' : `${(share * 100).toFixed(digits)}%`

export const formatNumber = (value: number, language: string, digits = 0): string =>
  new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value)

/** Money in minor units, whole, with its currency. */
export const formatMoney = (minor: number, currency: string, language: string): string =>
  `${formatNumber(minor / 100, language)} ${currency}`

/** Working minutes as working days, with at most so many decimals, none where it is whole. */
export const daysOf = (minutes: number, minutesPerDay: number, decimals = 1): number =>
  Math.round((minutes / minutesPerDay) * 10 ** decimals) / 10 ** decimals

/** A number of days with its sign, so that late and early never look alike. */
export const signed = (value: number): string => (value > 0 ? `+${value}` : `${value}`)

/** A local wall-clock minute of a plan, as the wire writes it. */
export const isoOfMinute = (minute: number | null | undefined): string | null =>
  minute === null || minute === undefined
    ? null
    : new Date(minute * 60_000).toISOString().slice(0, 16)

/** A span of the wall clock as calendar days, at most one decimal. */
export const calendarDaysOf = (minutes: number): number => daysOf(minutes, 1440)

/** A size in bytes, as people speak of it. */
export const formatBytes = (bytes: number): string => {
  if (!(bytes >= 1024)) return Number.isFinite(bytes) ? `${bytes} B` : '—'
  const [size, unit] = bytes >= 1024 ** 2 ? [bytes / 1024 ** 2, 'MB'] : [bytes / 1024, 'KB']
  return `${Math.round(size * 10) / 10} ${unit}`
}

/** Days for a narrow column: whole ones from ten on. */
export const roundDays = (days: number): number => (Math.abs(days) >= 10 ? Math.round(days) : days)
