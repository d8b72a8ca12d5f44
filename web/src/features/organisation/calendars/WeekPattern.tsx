import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDialog } from '@/ui/FormDialog'
import { useTold } from '@/ui/useTold'
import type { Calendar, Shifts, Week } from '../queries'
import { AffectedPlans } from './AffectedPlans'
import { readShifts, shiftsText } from './days'
import { useCalendarChanges } from './queries'

/** 1970-01-05 was a Monday. */
const MONDAY = 4
const DAYS = [0, 1, 2, 3, 4, 5, 6]

function useWeekdays() {
  const { i18n } = useTranslation('organisation')
  const weekday = new Intl.DateTimeFormat(i18n.language, { weekday: 'short', timeZone: 'UTC' })
  return DAYS.map((day) => weekday.format(new Date((MONDAY + day) * 86_400_000)))
}

/** The working hours of each weekday, own or inherited. */
export function WeekPattern({ calendar, may }: { calendar: Calendar; may: boolean }) {
  const { t } = useTranslation('organisation')
  const [isOpen, setOpen] = useState(false)
  const names = useWeekdays()
  const isInherited = calendar.week.every((shifts) => shifts === null)

  return (
    <section className="week">
      <h2 className="section-title">{t('calendar.week')}</h2>
      {isInherited ? (
        <p className="quiet">{t('calendar.inherits', { parent: calendar.parent?.name ?? '' })}</p>
      ) : (
        <dl className="facts">
          {calendar.week.map((shifts, day) => (
            <div className="fact" key={names[day]}>
              <dt>{names[day]}</dt>
              <dd className="week-shifts">
                <WeekdayText shifts={shifts} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {may && <Button onClick={() => setOpen(true)}>{t('calendar.editWeek')}</Button>}
      {isOpen && <WeekDialog calendar={calendar} names={names} onClose={() => setOpen(false)} />}
    </section>
  )
}

function WeekdayText({ shifts }: { shifts: Shifts | null }) {
  const { t } = useTranslation('organisation')
  if (shifts === null) return <span className="quiet">{t('inherited')}</span>
  if (shifts.length === 0) return t('calendar.off')
  return shifts.map((shift) => <span key={shift[0]}>{shiftsText([shift])}</span>)
}

/** `-` is a day off; empty takes the parent's. */
const OFF = '-'
const written = (shifts: Shifts | null) =>
  shifts === null ? '' : shifts.length === 0 ? OFF : shiftsText(shifts)
const readDay = (text = ''): Shifts | null | undefined => {
  if (text.trim() === '') return null
  return text.trim() === OFF ? [] : (readShifts(text) ?? undefined)
}

type WeekDialogProps = { calendar: Calendar; names: string[]; onClose: () => void }

function WeekDialog({ calendar, names, onClose }: WeekDialogProps) {
  const { t } = useTranslation('organisation')
  const { change } = useCalendarChanges()
  const told = useTold()
  const week = calendar.week.length === 7 ? calendar.week : DAYS.map(() => null)

  return (
    <FormDialog<{ days: string[] }>
      title={t('calendar.editWeek')}
      okText={t('save')}
      open
      onClose={onClose}
      initialValues={{ days: week.map(written) }}
      onSubmit={async ({ days }) => {
        const wanted: Week = days.map((day) => readDay(day) ?? null)
        const changed = await change.mutateAsync({ calendar, week: wanted })
        void told(Promise.resolve(changed), {
          text: t('changed', { name: calendar.name, field: t('calendar.week') }),
          undo: (now) => change.mutateAsync({ calendar: now, week: calendar.week }),
        })
      }}
    >
      <p className="quiet">{t(calendar.parent ? 'calendar.weekHint' : 'calendar.weekRootHint')}</p>
      {names.map((name, day) => (
        <Form.Item
          key={name}
          name={['days', day]}
          label={name}
          rules={[
            {
              validator: (_, text?: string) =>
                readDay(text) === undefined
                  ? Promise.reject(new Error(t('calendar.badShifts')))
                  : Promise.resolve(),
            },
          ]}
        >
          <Input placeholder={t('inherited')} />
        </Form.Item>
      ))}
      <AffectedPlans calendar={calendar} />
    </FormDialog>
  )
}
