import { useQuery } from '@tanstack/react-query'
import { DatePicker, Form, Input, Select } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDialog } from '@/ui/FormDialog'
import { somebodyQuery, usePlaceHold } from '../queries'

type Fields = { somebody_id: string; reason: string; since: Dayjs; until?: Dayjs | null }

const dayOf = (date: Dayjs) => date.format('YYYY-MM-DD')

/** A hold over the data of one person. */
export function NewHoldDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('privacy')
  const place = usePlaceHold()
  const [text, setText] = useState('')
  const { data } = useQuery({ ...somebodyQuery(text), enabled: open })
  const submit = ({ somebody_id, reason, since, until }: Fields) =>
    place.mutateAsync({
      somebody_id,
      reason,
      since: dayOf(since),
      until: until ? dayOf(until) : null,
    })

  return (
    <FormDialog<Fields>
      open={open}
      title={t('hold.new')}
      okText={t('hold.place')}
      onClose={onClose}
      onSubmit={submit}
    >
      <Form.Item
        name="somebody_id"
        label={t('hold.of')}
        rules={[{ required: true, message: t('needed') }]}
      >
        <Select
          showSearch={{ filterOption: false, onSearch: setText }}
          options={data?.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item
        name="reason"
        label={t('hold.reason')}
        rules={[{ required: true, message: t('needed') }]}
      >
        <Input.TextArea rows={2} maxLength={1000} />
      </Form.Item>
      <Form.Item
        name="since"
        label={t('hold.since')}
        rules={[{ required: true, message: t('needed') }]}
      >
        <DatePicker />
      </Form.Item>
      <Form.Item name="until" label={t('hold.until')} extra={t('hold.untilHint')}>
        <DatePicker />
      </Form.Item>
    </FormDialog>
  )
}
