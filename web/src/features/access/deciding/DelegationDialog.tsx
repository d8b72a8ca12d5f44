import { useQuery } from '@tanstack/react-query'
import { Checkbox, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDialog } from '@/ui/FormDialog'
import { RequiredText } from '@/ui/RequiredText'
import { useTold } from '@/ui/useTold'
import { startOfDay } from '../governing/grantState'
import { useScopeOptions } from '../governing/useScopeOptions'
import { PersonPick } from './Picks'
import { type AuthorityCode, type Delegable, delegableQuery, useDelegationChanges } from './queries'
import { useWords } from './words'

type Given = {
  deputy_id: string
  scope_id: string
  authorities?: AuthorityCode[]
  permissions?: string[]
  reason: string
  from?: string
  to: string
}

/** Lets a colleague act in the viewer's place over a scope, until a day. */
export function DelegationDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['deciding', 'governing'])
  const { data: choices = [] } = useQuery(delegableQuery)
  const { give } = useDelegationChanges()
  const told = useTold()
  const [scopeId, setScope] = useState<string>()
  const scopes = useScopeOptions(choices.map(({ scope }) => scope))
  const chosen = choices.find(({ scope }) => scope.id === scopeId)

  const submit = async ({ from, to, authorities, permissions, ...fields }: Given) => {
    const made = await give.mutateAsync({
      ...fields,
      authorities: authorities ?? [],
      permissions: permissions ?? [],
      valid_from: startOfDay(from),
      valid_to: startOfDay(to) ?? '',
    })
    void told(Promise.resolve(made), { text: t('delegation.handed', { name: made.deputy.name }) })
  }

  return (
    <FormDialog<Given>
      title={t('delegation.new')}
      okText={t('delegation.give')}
      open
      onClose={onClose}
      onChange={({ scope_id }) => setScope(scope_id)}
      onSubmit={submit}
    >
      <Form.Item name="deputy_id" label={t('delegation.deputy')} rules={[{ required: true }]}>
        <PersonPick />
      </Form.Item>
      <Form.Item name="scope_id" label={t('scope')} rules={[{ required: true }]}>
        <Select options={scopes} popupMatchSelectWidth={false} />
      </Form.Item>
      {chosen && <What chosen={chosen} />}
      <RequiredText
        name="reason"
        label={t('delegation.reason')}
        hint={t('delegation.reasonHint')}
        most={300}
        rows={2}
      />
      <div className="form-pair">
        <Form.Item name="from" label={t('from')} extra={t('fromHint')}>
          <Input type="date" />
        </Form.Item>
        <Form.Item
          name="to"
          label={t('to')}
          extra={t('delegation.toHint')}
          rules={[{ required: true }]}
        >
          <Input type="date" />
        </Form.Item>
      </div>
    </FormDialog>
  )
}

function What({ chosen }: { chosen: Delegable }) {
  const { t } = useTranslation(['deciding', 'governing'])
  const { authorityName } = useWords()
  return (
    <>
      {chosen.authorities.length > 0 && (
        <Form.Item name="authorities" label={t('delegation.authorities')}>
          <Checkbox.Group
            options={chosen.authorities.map((code) => ({
              value: code,
              label: authorityName(code),
            }))}
          />
        </Form.Item>
      )}
      {chosen.permissions.length > 0 && (
        <Form.Item name="permissions" label={t('delegation.permissions')}>
          <Checkbox.Group
            options={chosen.permissions.map((name) => ({
              value: name,
              label: t(`governing:permission.${name}.name`, name),
            }))}
          />
        </Form.Item>
      )}
    </>
  )
}
