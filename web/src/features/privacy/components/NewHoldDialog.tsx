import { DatePicker, Form, Input, Segmented } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDialog } from '@/ui/FormDialog'
import { type HeldKind, usePlaceHold } from '../queries'
import { HeldScopePick, SomebodyPick } from './HeldPick'

const KINDS = ['person', 'unit', 'project'] as const
type Kind = 'person' | HeldKind
type Fields = { held: string; reason: string; since: Dayjs; until?: Dayjs | null }

const dayOf = (date: Dayjs) => date.format('YYYY-MM-DD')

/** A hold over the data of a person, or over all below a unit or a project. */
export function NewHoldDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('privacy')
  const place = usePlaceHold()
  const [kind, setKind] = useState<Kind>('person')
  const submit = ({ held, reason, since, until }: Fields) =>
    place.mutateAsync({
      [kind === 'person' ? 'somebody_id' : 'scope_id']: held,
      reason,
      since: dayOf(since),
      until: until ? dayOf(until) : null,
    })
  const close = () => {
    setKind('person')
    onClose()
  }

  return (
    <FormDialog<Fields>
      open={open}
      title={t('hold.new')}
      okText={t('hold.place')}
      onClose={close}
      onSubmit={submit}
    >
      <Form.Item label={t('hold.over')}>
        <Segmented<Kind>
          aria-label={t('hold.over')}
          value={kind}
          onChange={setKind}
          options={KINDS.map((value) => ({ value, label: t(`hold.kind.${value}`) }))}
        />
      </Form.Item>
      <Held key={kind} kind={kind} />
      <Reason />
      <Days />
    </FormDialog>
  )
}

function Held({ kind }: { kind: Kind }) {
  const { t } = useTranslation('privacy')
  return (
    <Form.Item
      name="held"
      label={t(`hold.kind.${kind}`)}
      extra={kind !== 'person' && t(`hold.reach.${kind}`)}
      rules={[{ required: true, message: t('needed') }]}
      preserve={false}
    >
      {kind === 'person' ? <SomebodyPick /> : <HeldScopePick kind={kind} />}
    </Form.Item>
  )
}

function Reason() {
  const { t } = useTranslation('privacy')
  return (
    <Form.Item
      name="reason"
      label={t('hold.reason')}
      rules={[{ required: true, whitespace: true, message: t('reasonNeeded') }]}
    >
      <Input.TextArea rows={2} maxLength={1000} />
    </Form.Item>
  )
}

function Days() {
  const { t } = useTranslation('privacy')
  return (
    <>
      <Form.Item
        name="since"
        label={t('hold.since')}
        rules={[{ required: true, message: t('needed') }]}
      >
        <DatePicker allowClear={false} />
      </Form.Item>
      <Form.Item name="until" label={t('hold.until')} extra={t('hold.untilHint')}>
        <DatePicker />
      </Form.Item>
    </>
  )
}
