import { App, Button, Form, Input, Modal, Radio, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommands } from '@/lib/commands'
import { formatDate } from '@/lib/format'
import { inPage } from '@/lib/inPage'
import { useRefusalText } from '@/lib/useRefusalText'
import type { PlanBaseline, PlanModel } from '@/ui/gantt/model/plan'
import { HistoryButton } from '@/ui/history/HistoryButton'
import { useClear } from '@/ui/useClear'
import { type BaselineWish, useSetBaseline } from '../baselines'
import { usePlanAddress } from '../usePlanAddress'

/** Which agreed plan the bars are compared with, and the means to agree a new one. */
export function BaselineChoice({ plan, projectId }: { plan: PlanModel; projectId: string }) {
  const clear = useClear()
  const { t } = useTranslation('planning')
  const { search, show } = usePlanAddress()
  const shown = plan.baselines.find(
    ({ id }) => id === (search.baseline ?? plan.project.baseline_id),
  )
  const maySet = (plan.project.permissions ?? []).includes('planning.set_baseline')
  const nameOf = ({ name, set_at, state }: PlanBaseline) => {
    const words = [name, formatDate(set_at)]
    if (state && state !== 'approved') words.push(t(`baselineState.${state}`))
    return words.join(' · ')
  }

  return (
    <>
      {plan.baselines.length > 0 && (
        <Select
          aria-label={t('baseline')}
          value={search.baseline ?? plan.project.baseline_id ?? undefined}
          placeholder={t('baseline')}
          allowClear={search.baseline !== undefined && clear}
          onChange={(id) => show({ baseline: id })}
          options={plan.baselines.map((one) => ({ value: one.id, label: nameOf(one) }))}
          popupMatchSelectWidth={false}
          className="toolbar-baseline"
        />
      )}
      {shown && <HistoryButton kind="baseline" id={shown.id} name={shown.name} compact />}
      {maySet && <SetBaselineButton projectId={projectId} baselines={plan.baselines} />}
    </>
  )
}

type SetBaselineButtonProps = { projectId: string; baselines: readonly PlanBaseline[] }

function SetBaselineButton({ projectId, baselines }: SetBaselineButtonProps) {
  const { t } = useTranslation('planning')
  const { message } = App.useApp()
  const explain = useRefusalText()
  const [open, setOpen] = useState(false)
  const setBaseline = useSetBaseline(projectId)
  const close = () => setOpen(false)
  useCommands([{ id: 'plan.baseline', title: 'planning:setBaseline', run: () => setOpen(true) }])

  const submit = (wish: BaselineWish) =>
    setBaseline.mutate(wish, {
      onSuccess: ({ name, state }) => {
        message.success(t(state === 'proposed' ? 'baselineAsked' : 'baselineSet', { name }))
        close()
      },
      onError: (error) => message.error(explain(error)),
    })

  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('setBaseline')}</Button>
      <Modal
        title={t('setBaseline')}
        open={open}
        getContainer={inPage}
        onCancel={close}
        confirmLoading={setBaseline.isPending}
        okText={t('setBaseline')}
        okButtonProps={{ htmlType: 'submit', form: 'set-baseline' }}
        destroyOnHidden
      >
        <p className="quiet">{t('baselineHint')}</p>
        <BaselineForm
          isFirst={!baselines.some(({ state }) => state === 'approved')}
          isAsked={baselines.some(({ state }) => state === 'proposed')}
          onSubmit={submit}
        />
      </Modal>
    </>
  )
}

type BaselineFormProps = {
  /** Nothing has been agreed yet, so nobody needs to agree to this one. */
  isFirst: boolean
  /** A request waits already; another has to wait for the answer. */
  isAsked: boolean
  onSubmit: (wish: BaselineWish) => void
}

function BaselineForm({ isFirst, isAsked, onSubmit }: BaselineFormProps) {
  const { t } = useTranslation('planning')
  const [form] = Form.useForm<BaselineWish>()
  const usual = isAsked ? 'comparison' : 'in_force'
  const purpose = Form.useWatch('purpose', form) ?? usual

  return (
    <Form
      id="set-baseline"
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ purpose: usual }}
      onFinish={onSubmit}
    >
      <Form.Item name="name" label={t('baselineName')} rules={[{ required: true, max: 100 }]}>
        <Input autoFocus />
      </Form.Item>
      <Form.Item name="purpose" label={t('baselinePurpose')}>
        <Radio.Group
          options={[
            {
              value: 'in_force',
              label: t(isFirst ? 'purpose.inForce' : 'purpose.request'),
              disabled: isAsked,
            },
            { value: 'comparison', label: t('purpose.comparison') },
          ]}
        />
      </Form.Item>
      {isAsked && <p className="quiet">{t('requestWaits')}</p>}
      {!isFirst && purpose === 'in_force' && (
        <Form.Item
          name="reason"
          label={t('requestReason')}
          extra={t('requestHint')}
          rules={[{ required: true, whitespace: true, max: 2000 }]}
        >
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
      )}
    </Form>
  )
}
