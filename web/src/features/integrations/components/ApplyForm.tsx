import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Alert, App, Button, Form, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRefusalText } from '@/lib/useRefusalText'
import { type PlanImport, unitChoicesQuery, useApplyImport } from '../queries'
import { LeftOutNote } from './LeftOutNote'

type Fields = { target: 'update' | 'new'; name: string; unit_id: string }

/** Where the file goes: into the project it came from, or into a new one. */
export function ApplyForm({ preview }: { preview: PlanImport }) {
  const { t } = useTranslation('integrations')
  const explain = useRefusalText()
  const navigate = useNavigate()
  const { modal } = App.useApp()
  const apply = useApplyImport(preview.id)
  const { data: units } = useQuery(unitChoicesQuery)
  const existing = preview.existing_project
  const [target, setTarget] = useState<Fields['target']>(existing ? 'update' : 'new')

  const submit = ({ name, unit_id }: Fields) =>
    apply.mutate(
      target === 'update' && existing
        ? { project_id: existing.id, name: '', as_new: false }
        : { name, unit_id, as_new: true },
      {
        onSuccess: ({ project_id, left_out }) => {
          if (left_out.length > 0) {
            modal.warning({ title: preview.file_name, content: <LeftOutNote left={left_out} /> })
          }
          return navigate({ to: '/projects/$projectId/plan', params: { projectId: project_id } })
        },
      },
    )

  return (
    <Form
      layout="vertical"
      requiredMark={false}
      className="apply-form"
      initialValues={{ name: preview.summary.name }}
      onFinish={submit}
    >
      {existing && (
        <Radio.Group
          aria-label={t('target.label')}
          value={target}
          onChange={(event) => setTarget(event.target.value)}
          options={[
            {
              value: 'update',
              label: t('target.update', { name: existing.name, key: existing.key }),
            },
            { value: 'new', label: t('target.new') },
          ]}
        />
      )}
      {existing?.changes && target === 'update' && (
        <>
          <p>{t('target.changes', existing.changes)}</p>
          <LeftOutNote left={existing.changes.left_out} />
        </>
      )}
      {target === 'new' && (
        <div className="form-row">
          <Form.Item name="name" label={t('target.name')} rules={[{ required: true, max: 200 }]}>
            <Input />
          </Form.Item>
          <Form.Item name="unit_id" label={t('target.unit')} rules={[{ required: true }]}>
            <Select showSearch={{ optionFilterProp: 'label' }} options={units} />
          </Form.Item>
        </div>
      )}
      {apply.error && <Alert type="error" role="alert" showIcon title={explain(apply.error)} />}
      <div className="page-actions">
        <Button type="primary" htmlType="submit" loading={apply.isPending}>
          {t(target === 'update' ? 'target.applyUpdate' : 'target.applyNew')}
        </Button>
        <Button onClick={() => navigate({ to: '/projects' })}>{t('cancel')}</Button>
      </div>
    </Form>
  )
}
