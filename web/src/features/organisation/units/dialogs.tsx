import { useQuery } from '@tanstack/react-query'
import { Alert, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSession } from '@/lib/session'
import { FormDialog } from '@/ui/FormDialog'
import { useClear } from '@/ui/useClear'
import { useTold } from '@/ui/useTold'
import { PersonPick } from '../people/PersonPick'
import { calendarsQuery, type Unit } from '../queries'
import { unitsBelow } from '../unitTree'
import { useUnitChanges } from './queries'

const MANAGE = 'organisation.manage'

const choices = (units: Unit[]) =>
  units
    .filter(({ _may }) => _may.includes(MANAGE))
    .map(({ id, name, code }) => ({ value: id, label: `${name} · ${code}` }))

type New = {
  code: string
  name: string
  parent_id?: string
  head_id?: string
  calendar_id?: string
  valid_from: string
}
type NewUnitProps = { open: boolean; units: Unit[]; parentId?: string; onClose: () => void }

/** A unit from nothing: its code, its name, and where it hangs. */
export function NewUnit({ open, units, parentId, onClose }: NewUnitProps) {
  const clear = useClear()
  const { t } = useTranslation('organisation')
  const { server_date } = useSession()
  const { create } = useUnitChanges()
  const told = useTold()
  const { data: calendars } = useQuery({ ...calendarsQuery, enabled: open })

  return (
    <FormDialog<New>
      title={t('unit.new')}
      okText={t('create')}
      open={open}
      onClose={onClose}
      initialValues={{ parent_id: parentId, valid_from: server_date }}
      onSubmit={async (fields) => {
        const made = await create.mutateAsync(fields)
        void told(Promise.resolve(made), { text: t('unit.created', { name: made.name }) })
      }}
    >
      <Form.Item name="name" label={t('unit.name')} rules={[{ required: true, max: 200 }]}>
        <Input autoFocus />
      </Form.Item>
      <Form.Item name="code" label={t('unit.code')} rules={[{ required: true, max: 40 }]}>
        <Input />
      </Form.Item>
      <Form.Item name="parent_id" label={t('unit.parent')}>
        <Select
          allowClear={clear}
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('unit.company')}
          options={choices(units)}
        />
      </Form.Item>
      <Form.Item name="head_id" label={t('unit.head')}>
        <PersonPick />
      </Form.Item>
      <Form.Item name="calendar_id" label={t('unit.calendar')}>
        <Select
          allowClear={clear}
          placeholder={t('inherited')}
          options={calendars?.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="valid_from" label={t('unit.from')} rules={[{ required: true }]}>
        <Input type="date" />
      </Form.Item>
    </FormDialog>
  )
}

type MoveUnitProps = {
  unit: Unit
  /** Where it was dropped; null: directly below the company. */
  parentId: string | null
  units: Unit[]
  onClose: () => void
}

/** Hangs a unit under another one from a day on. */
export function MoveUnit({ unit, parentId, units, onClose }: MoveUnitProps) {
  const clear = useClear()
  const { t } = useTranslation('organisation')
  const { server_date } = useSession()
  const { move } = useUnitChanges()
  const told = useTold()
  const below = new Set(unitsBelow(units, unit.id))
  const options = choices(units.filter(({ id }) => !below.has(id)))

  return (
    <FormDialog<{ parent_id?: string; from_date: string }>
      title={t('unit.moveTitle', { name: unit.name })}
      okText={t('unit.move')}
      open
      onClose={onClose}
      initialValues={{ parent_id: parentId ?? undefined, from_date: server_date }}
      onSubmit={async ({ parent_id = null, from_date }) => {
        const moved = await move.mutateAsync({ unit, parent_id, from_date })
        void told(Promise.resolve(moved), {
          text: t('unit.moved', { name: unit.name, day: from_date }),
          undo:
            from_date === server_date
              ? (done) =>
                  move.mutateAsync({ unit: done, parent_id: unit.parent?.id ?? null, from_date })
              : undefined,
        })
      }}
    >
      <Alert type="info" showIcon title={t('unit.moveHint')} />
      <Form.Item name="parent_id" label={t('unit.newParent')}>
        <Select
          allowClear={clear}
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('unit.company')}
          options={options}
        />
      </Form.Item>
      <Form.Item name="from_date" label={t('unit.from')} rules={[{ required: true }]}>
        <Input type="date" />
      </Form.Item>
    </FormDialog>
  )
}

type CloseUnitProps = { unit: Unit; onClose: () => void }

/** Ends a unit on a day. */
export function CloseUnit({ unit, onClose }: CloseUnitProps) {
  const { t } = useTranslation('organisation')
  const { server_date } = useSession()
  const { close } = useUnitChanges()
  const told = useTold()

  return (
    <FormDialog<{ on: string }>
      title={t('unit.closeTitle', { name: unit.name })}
      okText={t('unit.close')}
      open
      onClose={onClose}
      initialValues={{ on: server_date }}
      onSubmit={async ({ on }) => {
        await close.mutateAsync({ unit, on })
        void told(Promise.resolve(), { text: t('unit.closed', { name: unit.name, day: on }) })
      }}
    >
      <Alert type="info" showIcon title={t('unit.closeHint')} />
      <Form.Item name="on" label={t('unit.closeOn')} rules={[{ required: true }]}>
        <Input type="date" />
      </Form.Item>
    </FormDialog>
  )
}
