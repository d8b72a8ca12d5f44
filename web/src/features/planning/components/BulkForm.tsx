import { Button, Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isoOfMinute } from '@/lib/format'
import { type BulkChange, bulkEdit } from '@/ui/gantt/edit/bulk'
import { finishFrom, parseDateText, startFrom } from '@/ui/gantt/edit/dateText'
import { parseDuration } from '@/ui/gantt/edit/duration'
import type { Operation } from '@/ui/gantt/edit/operations'
import { STATES } from '@/ui/gantt/edit/states'
import type { ConstraintCode, PlanModel, TaskState } from '@/ui/gantt/model/plan'
import { useClear } from '@/ui/useClear'

type BulkFormProps = {
  plan: PlanModel
  ids: readonly string[]
  onEdit: (operations: Operation[]) => Promise<unknown>
  onDone: () => void
}

type Values = {
  percent?: number | null
  state?: TaskState
  duration?: string
  mode?: 'auto' | 'manual'
  constraint?: ConstraintCode
  constraint_at?: string
  deadline?: string
}

const CONSTRAINTS: ConstraintCode[] = ['asap', 'alap', 'snet', 'snlt', 'fnet', 'fnlt', 'mso', 'mfo']
const DATELESS: ReadonlySet<ConstraintCode | undefined> = new Set(['asap', 'alap', undefined])
const OF_FINISH = /^(f|mf)/

/** What was filled in; an empty field leaves every task as it is. */
function changeOf(plan: PlanModel, values: Values): BulkChange {
  const change: BulkChange = {}
  const typed = (text: string | undefined) => parseDateText(text ?? '', plan.span[0])
  if (typeof values.percent === 'number') change.percent_complete = values.percent / 100
  if (values.state) change.state = values.state
  const duration = values.duration ? parseDuration(values.duration, plan.project) : null
  if (duration) {
    change.duration_minutes = duration.minutes
    change.is_elapsed = duration.is_elapsed
  }
  if (values.mode) change.mode = values.mode
  if (values.constraint) {
    const at = typed(values.constraint_at)
    const complete = OF_FINISH.test(values.constraint) ? finishFrom : startFrom
    change.constraint = values.constraint
    change.constraint_at =
      at && !DATELESS.has(values.constraint)
        ? isoOfMinute(complete(at, plan.projectCalendar))
        : null
  }
  const deadline = typed(values.deadline)
  if (deadline) change.deadline = isoOfMinute(finishFrom(deadline, plan.projectCalendar))
  return change
}

/** The same values for all chosen tasks, sent as one edit. */
export function BulkForm({ plan, ids, onEdit, onDone }: BulkFormProps) {
  const clear = useClear()
  const { t } = useTranslation(['planning', 'gantt'])
  const [form] = Form.useForm<Values>()
  const constraint = Form.useWatch('constraint', form)
  const [isBusy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  const isDate = async (_: unknown, text?: string) => {
    if (text && !parseDateText(text, plan.span[0])) throw new Error(t('notADate', { text }))
  }
  const isDuration = async (_: unknown, text?: string) => {
    if (text && !parseDuration(text, plan.project)) {
      throw new Error(t('gantt:errors.duration_unreadable'))
    }
  }
  const submit = async (values: Values) => {
    const { operations, passedOver } = bulkEdit(plan, ids, changeOf(plan, values))
    if (operations.length === 0) {
      return setRefused(passedOver.length > 0 ? t('bulk.onlySummaries') : t('bulk.nothing'))
    }
    setBusy(true)
    await onEdit(operations).then(onDone, () => undefined)
    setBusy(false)
  }

  return (
    <Form form={form} layout="vertical" size="small" className="bulk-form" onFinish={submit}>
      <Form.Item name="percent" label={t('field.percent')}>
        <InputNumber min={0} max={100} autoFocus />
      </Form.Item>
      <Form.Item name="state" label={t('field.state')}>
        <Select
          allowClear={clear}
          options={STATES.map((state) => ({ value: state, label: t(`state.${state}`) }))}
        />
      </Form.Item>
      <Form.Item name="duration" label={t('bulk.duration')} rules={[{ validator: isDuration }]}>
        <Input placeholder="3d" />
      </Form.Item>
      <Form.Item name="mode" label={t('field.mode')}>
        <Select
          allowClear={clear}
          options={(['auto', 'manual'] as const).map((mode) => ({
            value: mode,
            label: t(`mode.${mode}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="deadline" label={t('field.deadline')} rules={[{ validator: isDate }]}>
        <Input placeholder="2026-03-02" />
      </Form.Item>
      <Form.Item name="constraint" label={t('field.constraint')}>
        <Select
          allowClear={clear}
          popupMatchSelectWidth={false}
          options={CONSTRAINTS.map((code) => ({ value: code, label: t(`constraint.${code}`) }))}
        />
      </Form.Item>
      <Form.Item
        name="constraint_at"
        label={t('field.constraint_at')}
        dependencies={['constraint']}
        rules={[
          { validator: isDate },
          { required: !DATELESS.has(constraint), message: t('bulk.needsDate') },
        ]}
      >
        <Input placeholder="2026-03-02" disabled={DATELESS.has(constraint)} />
      </Form.Item>
      {refused && (
        <p role="alert" className="problem wide">
          {refused}
        </p>
      )}
      <p className="quiet wide">{t('bulk.hint')}</p>
      <Button type="primary" htmlType="submit" loading={isBusy} className="wide">
        {t('bulk.apply', { count: ids.length })}
      </Button>
    </Form>
  )
}
