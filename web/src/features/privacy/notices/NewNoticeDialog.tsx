import { Form, Radio, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schema } from '@/api/client'
import { FormDialog } from '@/ui/FormDialog'
import { type NewNotice, useCreateNotice } from './queries'

type Fields = Pick<NewNotice, 'kind' | 'basis' | 'purpose'>
type NewNoticeDialogProps = {
  open: boolean
  notices: Schema<'Notices'>
  onClose: () => void
  onMade: (id: string) => void
}

const GROUNDS = ['employment', 'legal_duty', 'legitimate_interest'] as const

/** Whether something is told or asked, and on which ground; it stays so in every version. */
export function NewNoticeDialog({ open, notices, onClose, onMade }: NewNoticeDialogProps) {
  const { t } = useTranslation('notices')
  const create = useCreateNotice()
  const [kind, setKind] = useState<Fields['kind']>('information')
  const taken = new Set(notices.items.map(({ purpose }) => purpose))
  const submit = async ({ kind: made, basis, purpose }: Fields) => {
    const isConsent = made === 'consent'
    const ground = isConsent ? 'consent' : basis
    const body = { kind: made, basis: ground, purpose: isConsent ? purpose : '' }
    onMade((await create.mutateAsync({ ...NOTHING, ...body })).id)
  }
  return (
    <FormDialog<Fields>
      open={open}
      title={t('new')}
      okText={t('begin')}
      initialValues={{ kind: 'information', basis: 'employment' }}
      onChange={(fields) => setKind(fields.kind)}
      onClose={() => {
        setKind('information')
        onClose()
      }}
      onSubmit={submit}
    >
      <Form.Item name="kind" label={t('column.kind')}>
        <Radio.Group
          options={(['information', 'consent'] as const).map((value) => ({
            value,
            label: t(`kindHint.${value}`),
          }))}
        />
      </Form.Item>
      {kind === 'consent' ? (
        <Form.Item
          name="purpose"
          label={t('purposeLabel')}
          extra={t('purposeHint')}
          rules={[{ required: true, message: t('needed') }]}
        >
          <Select
            options={notices.purposes.map(({ code, is_connected }) => ({
              value: code,
              disabled: taken.has(code),
              label: t(is_connected ? 'connected' : 'keptOnly', { purpose: t(`purpose.${code}`) }),
            }))}
          />
        </Form.Item>
      ) : (
        <Form.Item name="basis" label={t('column.basis')}>
          <Select options={GROUNDS.map((value) => ({ value, label: t(`basis.${value}`) }))} />
        </Form.Item>
      )}
    </FormDialog>
  )
}

const NOTHING = { title: '', title_en: '', text: '', text_en: '' }
