import { App, Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate } from '@/lib/format'
import { useRefusalText } from '@/lib/useRefusalText'
import type { PlanModel } from '@/ui/gantt/model/plan'
import { useSetBaseline } from '../queries'
import { usePlanAddress } from '../usePlanAddress'

/** Which agreed plan the bars are compared with, and the means to agree a new one. */
export function BaselineChoice({ plan, projectId }: { plan: PlanModel; projectId: string }) {
  const { t } = useTranslation('planning')
  const { search, show } = usePlanAddress()
  const maySet = (plan.project.permissions ?? []).includes('planning.set_baseline')

  return (
    <>
      {plan.baselines.length > 0 && (
        <Select
          aria-label={t('baseline')}
          value={search.baseline ?? plan.project.baseline_id ?? undefined}
          placeholder={t('baseline')}
          allowClear={search.baseline !== undefined}
          onChange={(id) => show({ baseline: id })}
          options={plan.baselines.map(({ id, name, set_at }) => ({
            value: id,
            label: `${name} · ${formatDate(set_at)}`,
          }))}
          popupMatchSelectWidth={false}
          className="toolbar-baseline"
        />
      )}
      {maySet && <SetBaselineButton projectId={projectId} />}
    </>
  )
}

function SetBaselineButton({ projectId }: { projectId: string }) {
  const { t } = useTranslation('planning')
  const { message } = App.useApp()
  const explain = useRefusalText()
  const [open, setOpen] = useState(false)
  const setBaseline = useSetBaseline(projectId)
  const close = () => setOpen(false)

  const submit = ({ name }: { name: string }) =>
    setBaseline.mutate(name, {
      onSuccess: () => {
        message.success(t('baselineSet', { name }))
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
        onCancel={close}
        confirmLoading={setBaseline.isPending}
        okText={t('setBaseline')}
        okButtonProps={{ htmlType: 'submit', form: 'set-baseline' }}
        destroyOnHidden
      >
        <p className="quiet">{t('baselineHint')}</p>
        <Form id="set-baseline" layout="vertical" requiredMark={false} onFinish={submit}>
          <Form.Item name="name" label={t('baselineName')} rules={[{ required: true, max: 100 }]}>
            <Input autoFocus />
          </Form.Item>
        </Form>
      </Modal>
    </>
  )
}
