import { useQuery } from '@tanstack/react-query'
import { Alert, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSession } from '@/lib/session'
import { FormDialog } from '@/ui/FormDialog'
import { useTold } from '@/ui/useTold'
import { type Person, type Unit, unitsQuery } from '../queries'
import { PersonPick } from './PersonPick'
import { usePersonChanges } from './queries'

const MANAGE = 'organisation.manage'

const choices = (units: Unit[] | undefined) =>
  units
    ?.filter(({ _may }) => _may.includes(MANAGE))
    .map(({ id, name, code }) => ({ value: id, label: `${name} · ${code}` }))

type New = {
  name: string
  employee_number: string
  unit_id: string
  email: string
  position: string
  location: string
  manager_id?: string
  joins_on: string
}

type NewPersonProps = { open: boolean; unitId?: string; onClose: () => void }

/** Somebody who begins to work here. */
export function NewPerson({ open, unitId, onClose }: NewPersonProps) {
  const { t } = useTranslation('organisation')
  const { server_date } = useSession()
  const { data: units } = useQuery({ ...unitsQuery, enabled: open })
  const { create } = usePersonChanges()
  const told = useTold()
  const texts = [
    ['name', true, 200],
    ['employee_number', true, 40],
    ['email', false, 254],
    ['position', false, 100],
    ['location', false, 100],
  ] as const

  return (
    <FormDialog<New>
      title={t('person.new')}
      okText={t('create')}
      open={open}
      onClose={onClose}
      initialValues={{ unit_id: unitId, joins_on: server_date }}
      onSubmit={async ({ email = '', position = '', location = '', ...fields }) => {
        const made = await create.mutateAsync({ ...fields, email, position, location })
        void told(Promise.resolve(made), { text: t('person.created', { name: made.name }) })
      }}
    >
      {texts.map(([field, required, max]) => (
        <Form.Item
          key={field}
          name={field}
          label={t(`person.${field}`)}
          rules={[{ required, max }]}
        >
          <Input autoFocus={field === 'name'} />
        </Form.Item>
      ))}
      <Form.Item name="unit_id" label={t('person.unit')} rules={[{ required: true }]}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={choices(units)} />
      </Form.Item>
      <Form.Item name="manager_id" label={t('person.manager')}>
        <PersonPick />
      </Form.Item>
      <Form.Item name="joins_on" label={t('person.joins_on')}>
        <Input type="date" />
      </Form.Item>
    </FormDialog>
  )
}

type OneProps = { person: Person; onClose: () => void }

/** Puts a person into another unit from a day on. */
export function MovePerson({ person, onClose }: OneProps) {
  const { t } = useTranslation('organisation')
  const { server_date } = useSession()
  const { data: units } = useQuery(unitsQuery)
  const { move } = usePersonChanges()
  const told = useTold()

  return (
    <FormDialog<{ unit_id: string; from_date: string }>
      title={t('person.moveTitle', { name: person.name })}
      okText={t('person.move')}
      open
      onClose={onClose}
      initialValues={{ from_date: server_date }}
      onSubmit={async (fields) => {
        const moved = await move.mutateAsync({ person, ...fields })
        void told(Promise.resolve(moved), {
          text: t('person.moved', { name: person.name, day: fields.from_date }),
          undo: (now) =>
            move.mutateAsync({ person: now, unit_id: person.unit.id, from_date: server_date }),
        })
      }}
    >
      <Alert type="info" showIcon title={t('person.moveHint', { unit: person.unit.name })} />
      <Form.Item name="unit_id" label={t('person.newUnit')} rules={[{ required: true }]}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={choices(units)} />
      </Form.Item>
      <Form.Item name="from_date" label={t('unit.from')} rules={[{ required: true }]}>
        <Input type="date" />
      </Form.Item>
    </FormDialog>
  )
}

/** Notes the day from which a person no longer works here; empty: they stay. */
export function LeavePerson({ person, onClose }: OneProps) {
  const { t } = useTranslation('organisation')
  const { leave } = usePersonChanges()
  const told = useTold()

  return (
    <FormDialog<{ on?: string }>
      title={t('person.leaveTitle', { name: person.name })}
      okText={t('save')}
      open
      onClose={onClose}
      initialValues={{ on: person.leaves_on ?? undefined }}
      onSubmit={async ({ on }) => {
        const left = await leave.mutateAsync({ person, on: on || null })
        void told(Promise.resolve(left), {
          text: on ? t('person.left', { name: person.name, day: on }) : t('person.stays', person),
          undo: (now) => leave.mutateAsync({ person: now, on: person.leaves_on }),
        })
      }}
    >
      <Form.Item name="on" label={t('person.leaves_on')} extra={t('person.leaveHint')}>
        <Input type="date" autoFocus />
      </Form.Item>
    </FormDialog>
  )
}

/** Makes an account for a person, and links the two. */
export function AccountForPerson({ person, onClose }: OneProps) {
  const { t } = useTranslation('organisation')
  const { createAccount, change } = usePersonChanges()
  const told = useTold()

  return (
    <FormDialog<{ username: string; password?: string }>
      title={t('person.accountTitle', { name: person.name })}
      okText={t('create')}
      open
      onClose={onClose}
      initialValues={{ username: person.email?.split('@')[0] ?? '' }}
      onSubmit={async ({ username, password }) => {
        const { name, email } = person
        const account = await createAccount.mutateAsync({
          username,
          name,
          email: email ?? '',
          password: password || null,
        })
        await change.mutateAsync({ person, account_id: account.id })
        void told(Promise.resolve(), { text: t('person.accountMade', { name, username }) })
      }}
    >
      <Form.Item name="username" label={t('person.username')} rules={[{ required: true }]}>
        <Input autoFocus autoComplete="off" />
      </Form.Item>
      <Form.Item name="password" label={t('person.password')} extra={t('person.passwordHint')}>
        <Input.Password autoComplete="new-password" maxLength={128} />
      </Form.Item>
    </FormDialog>
  )
}
