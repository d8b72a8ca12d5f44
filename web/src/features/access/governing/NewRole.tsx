import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { FormDialog } from '@/ui/FormDialog'
import { useTold } from '@/ui/useTold'
import { type RoleDetail, useRoleChanges } from './queries'

type New = { code: string; name: string; name_en: string }
type NewRoleProps = {
  copyOf?: RoleDetail
  onMade: (roleId: string) => void
  onClose: () => void
}

/** A role from nothing, or with what another one opens. */
export function NewRole({ copyOf, onMade, onClose }: NewRoleProps) {
  const { t } = useTranslation('governing')
  const { create } = useRoleChanges()
  const told = useTold()

  return (
    <FormDialog<New>
      title={copyOf ? t('role.copyTitle', { name: copyOf.name }) : t('role.new')}
      okText={t('create')}
      open
      onClose={onClose}
      initialValues={
        copyOf && {
          code: `${copyOf.code}_copy`.slice(0, 64),
          name: t('role.copyName', { name: copyOf.name, lng: 'zh-CN' }),
          name_en: `${copyOf.name_en} (copy)`,
        }
      }
      onSubmit={async (fields) => {
        const made = await create.mutateAsync({ ...fields, permissions: copyOf?.permissions ?? [] })
        onMade(made.id)
        void told(Promise.resolve(), { text: t('role.created', { name: made.name }) })
      }}
    >
      <Form.Item name="name" label={t('role.name')} rules={[{ required: true, max: 100 }]}>
        <Input autoFocus />
      </Form.Item>
      <Form.Item name="name_en" label={t('role.nameEn')} rules={[{ required: true, max: 100 }]}>
        <Input />
      </Form.Item>
      <Form.Item
        name="code"
        label={t('role.code')}
        extra={t('role.codeHint')}
        rules={[{ required: true, pattern: /^[a-z][a-z0-9_]{0,63}$/ }]}
      >
        <Input />
      </Form.Item>
    </FormDialog>
  )
}
