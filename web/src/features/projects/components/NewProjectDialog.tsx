import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Alert, Form, Input, Modal, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { inPage } from '@/lib/inPage'
import { useOneAtATime } from '@/lib/useOneAtATime'
import { useRefusalText } from '@/lib/useRefusalText'
import { unitChoicesQuery, useCreateProject } from '../queries'

type Fields = { name: string; unit_id: string; start_date: string }

/** A project from nothing: its name, its unit, its start. */
export function NewProjectDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('projects')
  const explain = useRefusalText()
  const navigate = useNavigate()
  const { data: units } = useQuery(unitChoicesQuery)
  const create = useCreateProject()

  const submit = useOneAtATime((fields: Fields) =>
    create.mutateAsync(fields).then(
      ({ id }) => navigate({ to: '/projects/$projectId/plan', params: { projectId: id } }),
      // The refusal is told above the fields.
      () => undefined,
    ),
  )

  return (
    <Modal
      title={t('new.title')}
      open
      getContainer={inPage}
      onCancel={onClose}
      okText={t('new.create')}
      okButtonProps={{ htmlType: 'submit', form: 'new-project' }}
      confirmLoading={create.isPending}
    >
      <Form id="new-project" layout="vertical" requiredMark={false} onFinish={submit}>
        {create.error && <Alert type="error" role="alert" title={explain(create.error)} />}
        <Form.Item name="name" label={t('new.name')} rules={[{ required: true, max: 200 }]}>
          <Input autoFocus />
        </Form.Item>
        <Form.Item name="unit_id" label={t('new.unit')} rules={[{ required: true }]}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={units} />
        </Form.Item>
        <Form.Item name="start_date" label={t('new.start')} rules={[{ required: true }]}>
          <Input type="date" />
        </Form.Item>
      </Form>
    </Modal>
  )
}
