import { Checkbox, Form, Input, InputNumber, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDialog } from '@/ui/FormDialog'
import { useTold } from '@/ui/useTold'
import { startOfDay } from '../governing/grantState'
import { AuthorityPick, BodyPick, PersonPick, ScopePick } from './Picks'
import { type AuthorityCode, useHoldingChanges } from './queries'
import { useWords } from './words'

type Given = {
  authority: AuthorityCode
  holder: 'person' | 'body'
  user_id?: string
  body_id?: string
  scope_id: string
  limit?: number
  currency?: string
  is_delegable?: boolean
  from?: string
  to?: string
}

/** Proposes that a person or a body holds an authority over a scope and all below it. */
export function HoldingDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('deciding')
  const { propose } = useHoldingChanges()
  const { measureOf, authorityName } = useWords()
  const told = useTold()
  const [now, setNow] = useState<Partial<Given>>({ holder: 'person' })
  const measure = measureOf(now.authority)
  const unit = measure === 'money' ? 100 : 1

  const submit = async ({ holder, from, to, limit, currency, ...fields }: Given) => {
    const isLimited = measure && limit !== undefined && limit !== null
    const made = await propose.mutateAsync({
      ...fields,
      user_id: holder === 'person' ? fields.user_id : null,
      body_id: holder === 'body' ? fields.body_id : null,
      limit: isLimited ? Math.round(limit * unit) : null,
      currency: isLimited && measure === 'money' ? (currency ?? '') : '',
      is_delegable: fields.is_delegable ?? false,
      valid_from: startOfDay(from),
      valid_to: startOfDay(to),
    })
    void told(Promise.resolve(made), {
      text: t('holding.proposed', { authority: authorityName(made.authority) }),
    })
  }

  return (
    <FormDialog<Given>
      title={t('holding.new')}
      okText={t('holding.propose')}
      open
      onClose={onClose}
      initialValues={{ holder: 'person', currency: 'CNY' }}
      onChange={setNow}
      onSubmit={submit}
    >
      <p className="quiet">{t('holding.fourEyes')}</p>
      <Form.Item name="authority" label={t('authority')} rules={[{ required: true }]}>
        <AuthorityPick />
      </Form.Item>
      <Form.Item name="holder" label={t('holding.holder')}>
        <Radio.Group
          options={(['person', 'body'] as const).map((value) => ({
            value,
            label: t(`holding.${value}`),
          }))}
        />
      </Form.Item>
      {now.holder === 'body' ? (
        <Form.Item name="body_id" label={t('body.one')} rules={[{ required: true }]}>
          <BodyPick />
        </Form.Item>
      ) : (
        <Form.Item name="user_id" label={t('holding.person')} rules={[{ required: true }]}>
          <PersonPick />
        </Form.Item>
      )}
      <Form.Item
        name="scope_id"
        label={t('scope')}
        extra={t('scopeHint')}
        rules={[{ required: true }]}
      >
        <ScopePick />
      </Form.Item>
      <LimitFields measure={measure ?? undefined} />
      {now.holder !== 'body' && (
        <Form.Item name="is_delegable" valuePropName="checked">
          <Checkbox>{t('holding.mayDelegate')}</Checkbox>
        </Form.Item>
      )}
      <PeriodFields />
    </FormDialog>
  )
}

function LimitFields({ measure }: { measure?: 'money' | 'days' | 'level' }) {
  const { t } = useTranslation('deciding')
  if (!measure) return null
  return (
    <div className="form-pair">
      <Form.Item name="limit" label={t(`limit.of.${measure}`)} extra={t('limit.hint')}>
        <InputNumber min={0} precision={measure === 'money' ? 2 : 0} />
      </Form.Item>
      {measure === 'money' && (
        <Form.Item name="currency" label={t('limit.currency')} rules={[{ pattern: /^[A-Z]{3}$/ }]}>
          <Input maxLength={3} />
        </Form.Item>
      )}
    </div>
  )
}

/** From which day until which; empty is open on that side. */
export function PeriodFields() {
  const { t } = useTranslation('deciding')
  return (
    <div className="form-pair">
      <Form.Item name="from" label={t('from')} extra={t('fromHint')}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name="to" label={t('to')} extra={t('toHint')}>
        <Input type="date" />
      </Form.Item>
    </div>
  )
}
