import { useQuery } from '@tanstack/react-query'
import { Button, Form, InputNumber, Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Operation } from '@/ui/gantt/edit/operations'
import type { LagUnit, LinkType, PlanModel, PlanTask } from '@/ui/gantt/model/plan'
import { otherProjectsQuery, otherTasksQuery } from '../otherProjects'

type AddCrossLinkProps = {
  plan: PlanModel
  task: PlanTask
  onEdit: (operations: Operation[]) => Promise<unknown>
}
type Wish = { project: string; before: string; type: LinkType; lag: number; unit: LagUnit }

const TYPES: LinkType[] = ['fs', 'ss', 'ff', 'sf']
const UNITS: LagUnit[] = ['working', 'elapsed', 'percent', 'elapsed_percent']
const USUAL = { type: 'fs', lag: 0, unit: 'working' } as const
const ELAPSED_DAY = 1440

/** Lets a task wait for one of another project: the project, then its task, the type and the lag. */
export function AddCrossLink({ plan, task, onEdit }: AddCrossLinkProps) {
  const { t } = useTranslation('planning')
  const [isOpen, setOpen] = useState(false)
  const [form] = Form.useForm<Wish>()
  const project = Form.useWatch('project', form)
  const minutesOf: Record<LagUnit, number> = {
    working: plan.project.minutes_per_day,
    elapsed: ELAPSED_DAY,
    percent: 1,
    elapsed_percent: 1,
  }
  const submit = async ({ before, type, lag, unit }: Wish) => {
    const link = { type, lag: Math.round(lag * minutesOf[unit]), lag_unit: unit }
    const added = onEdit([{ op: 'add_cross_link', before_id: before, after_id: task.id, ...link }])
    await added.then(() => setOpen(false)).catch(() => undefined)
  }

  if (!isOpen) return <Button onClick={() => setOpen(true)}>{t('waitForOther')}</Button>
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={USUAL}
      onFinish={submit}
    >
      <Form.Item name="project" label={t('cross.project')} rules={[{ required: true }]}>
        <ProjectChoice ownId={plan.project.id} onPick={() => form.resetFields(['before'])} />
      </Form.Item>
      <Form.Item name="before" label={t('cross.task')} rules={[{ required: true }]}>
        <TaskChoice projectId={project} />
      </Form.Item>
      <Form.Item name="type" label={t('cross.type')}>
        <Select options={TYPES.map((value) => ({ value, label: t(`linkType.${value}`) }))} />
      </Form.Item>
      <Form.Item name="lag" label={t('cross.lag')} rules={[{ required: true }]}>
        <InputNumber className="wide" />
      </Form.Item>
      <Form.Item name="unit" label={t('cross.unit')}>
        <Select options={UNITS.map((value) => ({ value, label: t(`lagUnit.${value}`) }))} />
      </Form.Item>
      <Button type="primary" htmlType="submit">
        {t('addLink')}
      </Button>{' '}
      <Button onClick={() => setOpen(false)}>{t('cancel')}</Button>
    </Form>
  )
}

/** What a form gives to the field inside it. */
type Field = { id?: string; value?: string; onChange?: (value: string) => void }

function ProjectChoice({ ownId, onPick, onChange, ...field }: Field & ProjectChoiceProps) {
  const [typed, setTyped] = useState('')
  const { data = [] } = useQuery(otherProjectsQuery(useDeferredValue(typed)))
  return (
    <Select
      {...field}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      onChange={(value: string) => {
        onChange?.(value)
        onPick()
      }}
      options={data
        .filter(({ id }) => id !== ownId)
        .map(({ id, key, name }) => ({ value: id, label: `${key} ${name}` }))}
    />
  )
}

type ProjectChoiceProps = { ownId: string; onPick: () => void }

function TaskChoice({ projectId, ...field }: Field & { projectId?: string }) {
  const [typed, setTyped] = useState('')
  const text = useDeferredValue(typed)
  const { data = [] } = useQuery({
    ...otherTasksQuery(projectId ?? '', text),
    enabled: projectId !== undefined,
  })
  return (
    <Select
      {...field}
      disabled={projectId === undefined}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      options={data.map(({ id, number, name }) => ({ value: id, label: `${number} ${name}` }))}
    />
  )
}
