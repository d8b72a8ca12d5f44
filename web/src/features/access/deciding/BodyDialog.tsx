import { Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schema } from '@/api/client'
import { FormDialog } from '@/ui/FormDialog'
import { useTold } from '@/ui/useTold'
import { ScopePick } from './Picks'
import { type BodyDetail, useBodyChanges } from './queries'
import { useWords } from './words'

const KINDS = ['steering_committee', 'change_board', 'portfolio_board', 'other'] as const
const RULES = ['simple_majority', 'two_thirds', 'unanimous'] as const

/** Founds a body, or lets one decide by another quorum or rule. */
export function BodyDialog({ body, onClose }: { body?: BodyDetail; onClose: () => void }) {
  const { t } = useTranslation('deciding')
  const { create, change } = useBodyChanges()
  const { named } = useWords()
  const told = useTold()

  return (
    <FormDialog<Schema<'NewBody'>>
      title={body ? named(body) : t('body.new')}
      okText={t(body ? 'save' : 'create')}
      open
      onClose={onClose}
      initialValues={
        (body as Partial<Schema<'NewBody'>>) ?? {
          quorum: 3,
          rule: 'simple_majority',
          kind: 'change_board',
        }
      }
      onSubmit={async ({ scope_id, kind, ...terms }) => {
        const made = body
          ? await change.mutateAsync({ of: body, ...terms })
          : await create.mutateAsync({ scope_id, kind, ...terms })
        const text = made.waiting ? 'body.ruleProposed' : 'body.saved'
        void told(Promise.resolve(made), { text: t(text, { name: named(made) }) })
      }}
    >
      <div className="form-pair">
        <Form.Item name="name" label={t('body.nameZh')} rules={[{ required: true }]}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="name_en" label={t('body.nameEn')} rules={[{ required: true }]}>
          <Input maxLength={100} />
        </Form.Item>
      </div>
      {!body && (
        <>
          <Form.Item name="kind" label={t('body.kind')}>
            <Select options={KINDS.map((value) => ({ value, label: t(`bodyKind.${value}`) }))} />
          </Form.Item>
          <Form.Item name="scope_id" label={t('scope')} rules={[{ required: true }]}>
            <ScopePick />
          </Form.Item>
        </>
      )}
      {body && <p className="quiet">{t('body.ruleFourEyes')}</p>}
      <WaysFields closed={body?._locked ?? []} />
    </FormDialog>
  )
}

/** How the body decides; what the viewer may not read is not set either. */
function WaysFields({ closed }: { closed: string[] }) {
  const { t } = useTranslation('deciding')
  return (
    <>
      <div className="form-pair">
        {!closed.includes('quorum') && (
          <Form.Item name="quorum" label={t('body.quorum')} rules={[{ required: true }]}>
            <InputNumber min={1} max={100} precision={0} />
          </Form.Item>
        )}
        {!closed.includes('rule') && (
          <Form.Item name="rule" label={t('body.rule')}>
            <Select options={RULES.map((value) => ({ value, label: t(`rule.${value}`) }))} />
          </Form.Item>
        )}
      </div>
      {!closed.includes('does_chair_break_ties') && (
        <Form.Item name="does_chair_break_ties" valuePropName="checked">
          <Checkbox>{t('body.ties')}</Checkbox>
        </Form.Item>
      )}
    </>
  )
}
