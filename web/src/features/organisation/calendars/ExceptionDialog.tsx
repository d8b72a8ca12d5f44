import { Button, Form, Input, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDialog } from '@/ui/FormDialog'
import { useTold } from '@/ui/useTold'
import type { Calendar, CalendarException } from '../queries'
import { AffectedPlans } from './AffectedPlans'
import { ownException, readShifts, shiftsText, withException, withoutDays } from './days'
import { useCalendarChanges } from './queries'

type Fields = {
  from_date: string
  to_date: string
  name: string
  kind: 'off' | 'work'
  shifts: string
}
type ExceptionDialogProps = { calendar: Calendar; from: string; to: string; onClose: () => void }

const USUAL = '08:30-12:00, 13:00-17:30'

/** Days on which the calendar departs from its week: off, or with hours of their own. */
export function ExceptionDialog({ calendar, from, to, onClose }: ExceptionDialogProps) {
  const { t } = useTranslation('organisation')
  const { change } = useCalendarChanges()
  const told = useTold()
  const present = ownException(calendar.exceptions, from)
  const isOne = present !== undefined && from === to
  const [kind, setKind] = useState<Fields['kind']>(present?.shifts.length ? 'work' : 'off')

  const write = (exceptions: CalendarException[]) => change.mutateAsync({ calendar, exceptions })
  const outcome = {
    text: t('changed', { name: calendar.name, field: t('calendar.exceptions') }),
    undo: (now: Calendar) => change.mutateAsync({ calendar: now, exceptions: calendar.exceptions }),
  }
  const submit = async ({ from_date, to_date, name = '', ...fields }: Fields) => {
    const shifts = fields.kind === 'off' ? [] : (readShifts(fields.shifts) ?? [])
    const added = { from_date, to_date, name: name.trim(), shifts }
    const changed = await write(withException(calendar.exceptions, added))
    void told(Promise.resolve(changed), outcome)
  }
  const restore = () => {
    const last = isOne ? present : { from_date: from, to_date: to }
    onClose()
    void told(write(withoutDays(calendar.exceptions, last.from_date, last.to_date)), outcome)
  }

  return (
    <FormDialog<Fields>
      title={t('calendar.exceptionTitle')}
      okText={t('save')}
      open
      onClose={onClose}
      initialValues={{
        from_date: isOne ? present.from_date : from,
        to_date: isOne ? present.to_date : to,
        name: present?.name,
        kind,
        shifts: present?.shifts.length ? shiftsText(present.shifts) : USUAL,
      }}
      onChange={(fields) => setKind(fields.kind)}
      onSubmit={submit}
    >
      <div className="form-pair">
        <Form.Item name="from_date" label={t('calendar.from')} rules={[{ required: true }]}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="to_date" label={t('calendar.to')} rules={[{ required: true }]}>
          <Input type="date" />
        </Form.Item>
      </div>
      <Form.Item name="name" label={t('calendar.reason')} rules={[{ max: 200 }]}>
        <Input />
      </Form.Item>
      <Form.Item name="kind" label={t('calendar.daysAre')}>
        <Radio.Group
          options={(['off', 'work'] as const).map((one) => ({
            value: one,
            label: t(`calendar.exceptionKind.${one}`),
          }))}
        />
      </Form.Item>
      {kind === 'work' && <ShiftsField />}
      {present && (
        <Button danger onClick={restore} className="start">
          {t('calendar.restore')}
        </Button>
      )}
      <AffectedPlans calendar={calendar} />
    </FormDialog>
  )
}

function ShiftsField() {
  const { t } = useTranslation('organisation')
  return (
    <Form.Item
      name="shifts"
      label={t('calendar.shifts')}
      extra={t('calendar.shiftsHint')}
      rules={[
        {
          validator: (_, text: string) =>
            readShifts(text)?.length
              ? Promise.resolve()
              : Promise.reject(new Error(t('calendar.badShifts'))),
        },
      ]}
    >
      <Input />
    </Form.Item>
  )
}
