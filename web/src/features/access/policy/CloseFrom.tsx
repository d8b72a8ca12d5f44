import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Checkbox, Form, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { fieldsQuery } from '@/lib/classes'
import { useNamed } from '@/lib/useNamed'
import { FormDialog } from '@/ui/FormDialog'
import { permissionsQuery, rolesQuery } from '../governing/queries'
import { type AskedToClose, closingCells, readerKey } from './cells'
import { Counts } from './NewClassRule'
import type { Cell } from './queries'
import { LevelPick } from './ruleParts'
import { StayingOpen, useStayingOpen } from './StayingOpen'

type CloseFromProps = { onSave: (cells: Cell[]) => Promise<unknown>; onClose: () => void }

const FIRST_SENSITIVE = 2

/** What most want of a class, in one go: from it on, only some read. */
export function CloseFrom({ onSave, onClose }: CloseFromProps) {
  const { t } = useTranslation('policy')
  const { data: catalogue } = useSuspenseQuery(fieldsQuery)
  const { open, watched } = useStayingOpen()
  return (
    <FormDialog<AskedToClose>
      title={t('classes.close')}
      okText={t('rule.save')}
      open
      onClose={onClose}
      onSubmit={(asked) => watched(onSave(closingCells(asked, catalogue)))}
      initialValues={{
        from: FIRST_SENSITIVE,
        counts: 'records',
        readers: [],
        effect: 'write',
        areOwnersKept: true,
      }}
    >
      <StayingOpen fields={open} />
      <Form.Item name="from" label={t('classes.from')}>
        <LevelPick least={FIRST_SENSITIVE} />
      </Form.Item>
      <Form.Item
        name="readers"
        label={t('classes.only')}
        rules={[{ required: true, message: t('classes.onlyNeeded') }]}
      >
        <ReadersPick />
      </Form.Item>
      <Form.Item name="effect" label={t('rule.what')}>
        <Select
          options={(['read', 'write'] as const).map((value) => ({
            value,
            label: t(`effect.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="areOwnersKept" valuePropName="checked" extra={t('classes.ownersHint')}>
        <Checkbox>{t('classes.owners')}</Checkbox>
      </Form.Item>
      <Counts />
    </FormDialog>
  )
}

type ReadersPickProps = { id?: string; value?: string[]; onChange?: (keys: string[]) => void }

/** Roles, and whoever holds a permission, found by name. */
function ReadersPick(props: ReadersPickProps) {
  const { t } = useTranslation('policy')
  const { t: governing } = useTranslation('governing')
  const named = useNamed()
  const { data: roles = [] } = useQuery(rolesQuery)
  const { data: permissions } = useQuery(permissionsQuery)
  const options = [
    {
      label: t('classes.roles'),
      options: roles.map((role) => ({ value: readerKey('role', role.id), label: named(role) })),
    },
    {
      label: t('classes.permissions'),
      options: (permissions?.names ?? []).map((name) => ({
        value: readerKey('permission', name),
        label: governing(`permission.${name}.name`, name),
      })),
    },
  ]
  return (
    <Select
      {...props}
      mode="multiple"
      placeholder={t('classes.find')}
      options={options}
      showSearch={{ optionFilterProp: 'label' }}
    />
  )
}
