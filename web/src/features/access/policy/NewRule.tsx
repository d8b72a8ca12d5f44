import { useSuspenseQuery } from '@tanstack/react-query'
import { Form, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { fieldsQuery } from '@/lib/classes'
import { FormDialog } from '@/ui/FormDialog'
import { useClear } from '@/ui/useClear'
import { PermissionPick, RolePick } from '../governing/Picks'
import type { RuledField } from './FieldMatrix'
import { type Cell, EFFECTS, type Effect } from './queries'
import { useFieldWords } from './useFieldWords'

type Asked = Pick<
  Cell,
  'subject' | 'name' | 'state' | 'at_least' | 'relation' | 'effect' | 'mask'
> & {
  k?: number
}
type NewRuleProps = {
  field: RuledField
  onSave: (cell: Cell) => Promise<unknown>
  onClose: () => void
}

const SUBJECTS = ['everyone', 'role', 'permission'] as const
const MASKING: Effect[] = ['masked', 'on_request']
const LEAST = 5

/** A rule over one field: who, on which rows, may do what. */
export function NewRule({ field, onSave, onClose }: NewRuleProps) {
  const { t } = useTranslation('policy')
  const save = ({ subject, name, state, at_least, relation, effect, mask, k }: Asked) =>
    onSave({
      subject,
      name: subject === 'everyone' ? '' : (name ?? ''),
      resource: field.resource,
      field: field.name,
      classification: null,
      state: state ?? '',
      at_least: at_least ?? null,
      relation: relation ?? '',
      effect,
      mask: MASKING.includes(effect) ? (mask ?? '') : '',
      k: effect === 'aggregate' ? (k ?? LEAST) : 0,
    })

  return (
    <FormDialog<Asked>
      title={t('rule.new')}
      okText={t('rule.save')}
      open
      onClose={onClose}
      onSubmit={save}
      initialValues={{ subject: 'everyone', effect: 'none', mask: field.masks[0], k: LEAST }}
    >
      <Who />
      <Which field={field} />
      <What field={field} />
    </FormDialog>
  )
}

function Who() {
  const { t } = useTranslation('policy')
  const subject = Form.useWatch<Asked['subject']>('subject')
  return (
    <>
      <Form.Item name="subject" label={t('rule.who')}>
        <Select options={SUBJECTS.map((value) => ({ value, label: t(`subject.${value}`) }))} />
      </Form.Item>
      {subject === 'role' && (
        <Form.Item name="name" label={t('subject.role')} rules={[{ required: true }]}>
          <RolePick />
        </Form.Item>
      )}
      {subject === 'permission' && (
        <Form.Item name="name" label={t('subject.permission')} rules={[{ required: true }]}>
          <PermissionPick />
        </Form.Item>
      )}
    </>
  )
}

/** On which rows; only what the resource knows is asked. */
function Which({ field }: { field: RuledField }) {
  const clear = useClear()
  const { t } = useTranslation('policy')
  const words = useFieldWords()
  const { data } = useSuspenseQuery(fieldsQuery)
  const resource = data.resources.find(({ name }) => name === field.resource)
  const { states = [], relations = [], has_class = false } = resource ?? {}
  return (
    <>
      {relations.length > 0 && (
        <Form.Item name="relation" label={t('rule.relation')}>
          <Select
            allowClear={clear}
            placeholder={t('rule.any')}
            options={relations.map((value) => ({ value, label: t(`when.${value}`) }))}
          />
        </Form.Item>
      )}
      {has_class && (
        <Form.Item name="at_least" label={t('rule.atLeast')}>
          <Select
            allowClear={clear}
            placeholder={t('rule.any')}
            options={[1, 2, 3].map((value) => ({ value, label: words.className(value) }))}
          />
        </Form.Item>
      )}
      {states.length > 0 && (
        <Form.Item name="state" label={t('rule.state')}>
          <Select
            allowClear={clear}
            placeholder={t('rule.any')}
            options={states.map((value) => ({
              value,
              label: t(`state.${field.resource}.${value}`, value),
            }))}
          />
        </Form.Item>
      )}
    </>
  )
}

function What({ field }: { field: RuledField }) {
  const { t } = useTranslation('policy')
  const effect = Form.useWatch<Effect>('effect')
  const offered = EFFECTS.filter(
    (one) => (one !== 'masked' || field.masks.length > 0) && (one !== 'aggregate' || field.can_sum),
  )
  return (
    <>
      <Form.Item name="effect" label={t('rule.what')} extra={effect && t(`effectHint.${effect}`)}>
        <Select options={offered.map((value) => ({ value, label: t(`effect.${value}`) }))} />
      </Form.Item>
      {(effect === 'masked' || (effect === 'on_request' && field.masks.length > 0)) && (
        <Form.Item name="mask" label={t('rule.mask')}>
          <Select
            options={[
              ...(effect === 'on_request' ? [{ value: '', label: t('mask.none') }] : []),
              ...field.masks.map((value) => ({ value, label: t(`mask.${value}`) })),
            ]}
          />
        </Form.Item>
      )}
      {effect === 'aggregate' && (
        <Form.Item name="k" label={t('rule.k')}>
          <InputNumber min={LEAST} max={1000} />
        </Form.Item>
      )}
    </>
  )
}
