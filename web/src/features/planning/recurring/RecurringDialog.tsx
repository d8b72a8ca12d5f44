import { useQuery } from '@tanstack/react-query'
import { Checkbox, Form, Input, InputNumber, Modal, Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatMoment } from '@/lib/format'
import { inPage } from '@/lib/inPage'
import { useRefusalText } from '@/lib/useRefusalText'
import type { Recurring } from '@/ui/gantt/edit/operations'
import type { PlanModel } from '@/ui/gantt/model/plan'
import { DaysWithin } from './DaysWithin'
import { PROJECT_CALENDAR, patternOf, type RecurringForm } from './pattern'
import { occurrencesQuery } from './queries'
import './recurring.css'

type RecurringDialogProps = {
  plan: PlanModel
  initial: RecurringForm
  /** Whether there is such a task already, and only its recurrence is asked for. */
  isHeld: boolean
  onDone: (name: string, wish: Recurring) => Promise<unknown>
  onClose: () => void
}

const FREQUENCIES = ['daily', 'weekly', 'monthly', 'yearly'] as const

function wishOf(form: RecurringForm, minutesPerDay: number): Recurring | null {
  const recurrence = patternOf(form)
  if (recurrence === null || form.days == null) return null
  return {
    recurrence,
    duration_minutes: Math.round(form.days * minutesPerDay),
    calendar_id: form.calendar === PROJECT_CALENDAR ? null : form.calendar,
  }
}

/** What recurs, when and how often, with the dates that come of it. */
export function RecurringDialog(props: RecurringDialogProps) {
  const { plan, initial, isHeld, onDone, onClose } = props
  const { t } = useTranslation('planning')
  const [form] = Form.useForm<RecurringForm>()
  const [values, setValues] = useState(initial)
  const [isBusy, setBusy] = useState(false)
  const wish = wishOf(values, plan.project.minutes_per_day)
  const submit = async ({ name }: RecurringForm) => {
    if (wish === null) return
    setBusy(true)
    await onDone(name.trim(), wish).then(onClose, () => setBusy(false))
  }

  return (
    <Modal
      open
      getContainer={inPage}
      title={isHeld ? t('recurring.titleEdit', { name: initial.name }) : t('recurring.title')}
      okText={isHeld ? t('recurring.save') : t('recurring.ok')}
      okButtonProps={{ disabled: wish === null, loading: isBusy }}
      onOk={form.submit}
      onCancel={onClose}
      width={560}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        className="recurring-form"
        onValuesChange={(_, all) => setValues({ ...values, ...all })}
        onFinish={submit}
      >
        {!isHeld && (
          <Form.Item
            name="name"
            label={t('recurring.name')}
            rules={[{ required: true, whitespace: true }]}
            className="wide"
          >
            <Input maxLength={480} autoFocus />
          </Form.Item>
        )}
        <Form.Item name="days" label={t('recurring.duration')} rules={[{ required: true }]}>
          <InputNumber min={0} />
        </Form.Item>
        <CalendarChoice plan={plan} />
        <Form.Item name="frequency" label={t('recurring.frequency')}>
          <Select
            options={FREQUENCIES.map((value) => ({ value, label: t(`recurring.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="interval" label={t('recurring.every')} rules={[{ required: true }]}>
          <InputNumber min={1} max={999} suffix={t(`recurring.unit.${values.frequency}`)} />
        </Form.Item>
        <DaysWithin values={values} />
        <Bounds values={values} />
      </Form>
      {isHeld && <p className="quiet">{t('recurring.hint')}</p>}
      <Preview projectId={plan.project.id} wish={wish} />
    </Modal>
  )
}

function CalendarChoice({ plan }: { plan: PlanModel }) {
  const { t } = useTranslation('planning')
  const calendars = [...plan.calendars.values()].map(({ id, name }) => ({ value: id, label: name }))
  const own = { value: PROJECT_CALENDAR, label: t('recurring.projectCalendar') }
  return (
    <Form.Item name="calendar" label={t('recurring.calendar')}>
      <Select options={[own, ...calendars]} popupMatchSelectWidth={false} />
    </Form.Item>
  )
}

/** From when, until when, at what time, and what becomes of days off. */
function Bounds({ values }: { values: RecurringForm }) {
  const { t } = useTranslation('planning')
  return (
    <>
      <Form.Item name="from" label={t('recurring.from')}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name="startAt" label={t('recurring.startAt')} extra={t('recurring.startHint')}>
        <Input type="time" />
      </Form.Item>
      <Form.Item name="ends" label={t('recurring.ends')}>
        <Select
          options={(['count', 'until'] as const).map((value) => ({
            value,
            label: t(`recurring.${value}`),
          }))}
        />
      </Form.Item>
      {values.ends === 'until' ? (
        <Form.Item name="until" label={t('recurring.untilDate')}>
          <Input type="date" min={values.from} />
        </Form.Item>
      ) : (
        <Form.Item name="count" label={t('recurring.countOf')}>
          <InputNumber min={1} max={999} />
        </Form.Item>
      )}
      <Form.Item name="onDaysOff" label={t('recurring.onDaysOff')} className="wide">
        <Select
          options={(['shift', 'skip'] as const).map((value) => ({
            value,
            label: t(`recurring.${value}`),
          }))}
        />
      </Form.Item>
      {values.frequency === 'daily' && (
        <Form.Item name="workingDays" valuePropName="checked" className="wide">
          <Checkbox>{t('recurring.workingDays')}</Checkbox>
        </Form.Item>
      )}
    </>
  )
}

const SHOWN = 6

/** The first dates that the pattern names, or why it cannot be. */
function Preview({ projectId, wish }: { projectId: string; wish: Recurring | null }) {
  const { t } = useTranslation('planning')
  const explain = useRefusalText()
  const settled = useDeferredValue(wish)
  const { data, error } = useQuery(occurrencesQuery(projectId, settled))
  if (error) {
    return (
      <p role="alert" className="problem">
        {explain(error)}
      </p>
    )
  }
  if (!data) return null
  const { occurrences } = data
  const rest = occurrences.length - SHOWN
  return (
    <section aria-live="polite" className="recurring-preview">
      <h3>{t('recurring.preview', { count: occurrences.length })}</h3>
      <ol className="number">
        {occurrences.slice(0, SHOWN).map(({ start }) => (
          <li key={start}>{formatMoment(start)}</li>
        ))}
      </ol>
      {rest > 0 && <p className="quiet">{t('recurring.more', { count: rest })}</p>}
    </section>
  )
}
