import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { FormDialog } from '@/ui/FormDialog'
import { useTold } from '@/ui/useTold'
import { dayOf, startOfDay } from './grantState'
import { AccountPick, RolePick, ScopePick } from './Picks'
import { type Grant, useGrantChanges } from './queries'
import { useGrantedRole, useGranteeName } from './useGranteeName'

type Period = { from?: string; to?: string }
type Given = Period & { user_id: string; role_id: string; scope_id: string }

type NewGrantProps = {
  initial: { user_id?: string; role_id?: string; scope_id?: string }
  onClose: () => void
}

/** Lets somebody hold a role over a scope and all below it. */
export function NewGrant({ initial, onClose }: NewGrantProps) {
  const { t } = useTranslation('governing')
  const { give, revoke } = useGrantChanges()
  const nameOf = useGranteeName()
  const roleOf = useGrantedRole()
  const told = useTold()

  return (
    <FormDialog<Given>
      title={t('grant.new')}
      okText={t('grant.give')}
      open
      onClose={onClose}
      initialValues={initial}
      onSubmit={async ({ from, to, ...fields }) => {
        const given = await give.mutateAsync({
          ...fields,
          valid_from: startOfDay(from),
          valid_to: startOfDay(to),
        })
        void told(Promise.resolve(given), {
          text: t(given.is_waiting ? 'grant.asked' : 'grant.given', {
            name: nameOf(given),
            role: roleOf(given),
          }),
          undo: (grant) => revoke.mutateAsync(grant),
        })
      }}
    >
      <p className="quiet">{t('grant.fourEyes')}</p>
      <Form.Item name="user_id" label={t('grant.user')} rules={[{ required: true }]}>
        <AccountPick />
      </Form.Item>
      <Form.Item name="role_id" label={t('grant.role')} rules={[{ required: true }]}>
        <RolePick />
      </Form.Item>
      <Form.Item
        name="scope_id"
        label={t('grant.scope')}
        extra={t('grant.scopeHint')}
        rules={[{ required: true }]}
      >
        <ScopePick />
      </Form.Item>
      <PeriodFields />
    </FormDialog>
  )
}

function PeriodFields() {
  const { t } = useTranslation('governing')
  return (
    <div className="form-pair">
      <Form.Item name="from" label={t('grant.from')} extra={t('grant.fromHint')}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name="to" label={t('grant.to')} extra={t('grant.toHint')}>
        <Input type="date" />
      </Form.Item>
    </div>
  )
}

/** Lets a grant begin or end on other days. */
export function ChangeGrant({ grant, onClose }: { grant: Grant; onClose: () => void }) {
  const { t } = useTranslation('governing')
  const nameOf = useGranteeName()
  const roleOf = useGrantedRole()
  const { change } = useGrantChanges()
  const told = useTold()

  return (
    <FormDialog<Period>
      title={t('grant.editTitle', { name: nameOf(grant), role: roleOf(grant) })}
      okText={t('save')}
      open
      onClose={onClose}
      initialValues={{ from: dayOf(grant.valid_from), to: dayOf(grant.valid_to) }}
      onSubmit={async ({ from, to }) => {
        const changed = await change.mutateAsync({
          grant,
          valid_from: startOfDay(from),
          valid_to: startOfDay(to),
        })
        const { valid_from, valid_to } = grant
        void told(Promise.resolve(changed), {
          text: t(changed.is_waiting ? 'grant.asked' : 'grant.changed', {
            name: nameOf(grant),
            role: roleOf(grant),
          }),
          undo: (now) => change.mutateAsync({ grant: now, valid_from, valid_to }),
        })
      }}
    >
      <p className="quiet">{t('grant.longerWaits')}</p>
      <PeriodFields />
    </FormDialog>
  )
}
