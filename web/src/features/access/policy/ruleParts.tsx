import { useSuspenseQuery } from '@tanstack/react-query'
import { Form, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { fieldsQuery } from '@/lib/classes'
import { useClear } from '@/ui/useClear'
import { PermissionPick, RolePick } from '../governing/Picks'
import { type Asked, LEAST } from './cells'
import { EFFECTS, type Effect } from './queries'
import { LEVELS } from './rules'
import { useFieldWords } from './useFieldWords'

/** Of a field, what may be said of it; of all fields of a class there is neither part nor sum. */
type Sayable = { masks: string[]; can_sum: boolean }
export const ALL_FIELDS: Sayable = { masks: [], can_sum: false }

const SUBJECTS = ['everyone', 'role', 'permission'] as const

/** Whom the rule speaks of. */
export function Who() {
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

/** On which rows; only what the resource knows is asked, and its class where nobody asked it yet. */
export function Which({
  resource: of,
  isClassAsked,
}: {
  resource: string
  isClassAsked?: boolean
}) {
  const clear = useClear()
  const { t } = useTranslation('policy')
  const { data } = useSuspenseQuery(fieldsQuery)
  const resource = data.resources.find(({ name }) => name === of)
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
      {has_class && !isClassAsked && (
        <Form.Item name="at_least" label={t('rule.atLeast')}>
          <LevelPick isOptional />
        </Form.Item>
      )}
      {states.length > 0 && (
        <Form.Item name="state" label={t('rule.state')}>
          <Select
            allowClear={clear}
            placeholder={t('rule.any')}
            options={states.map((value) => ({
              value,
              label: t(`state.${of}.${value}`, value),
            }))}
          />
        </Form.Item>
      )}
    </>
  )
}

type LevelPickProps = {
  id?: string
  value?: number
  onChange?: (level: number) => void
  /** The lowest that is offered. */
  least?: number
  isOptional?: boolean
}

/** One of the classes to which a record can be raised. */
export function LevelPick({ least = 1, isOptional, ...props }: LevelPickProps) {
  const clear = useClear()
  const { t } = useTranslation('policy')
  const { className } = useFieldWords()
  return (
    <Select
      {...props}
      allowClear={isOptional ? clear : false}
      placeholder={t('rule.any')}
      options={LEVELS.filter((level) => level >= least).map((value) => ({
        value,
        label: className(value),
      }))}
    />
  )
}

/** What they may do. */
export function What({ of: { masks, can_sum } }: { of: Sayable }) {
  const { t } = useTranslation('policy')
  const effect = Form.useWatch<Effect>('effect')
  const offered = EFFECTS.filter(
    (one) => (one !== 'masked' || masks.length > 0) && (one !== 'aggregate' || can_sum),
  )
  return (
    <>
      <Form.Item name="effect" label={t('rule.what')} extra={effect && t(`effectHint.${effect}`)}>
        <Select options={offered.map((value) => ({ value, label: t(`effect.${value}`) }))} />
      </Form.Item>
      {(effect === 'masked' || (effect === 'on_request' && masks.length > 0)) && (
        <Form.Item name="mask" label={t('rule.mask')} rules={[{ required: effect === 'masked' }]}>
          <Select
            options={[
              ...(effect === 'on_request' ? [{ value: '', label: t('mask.none') }] : []),
              ...masks.map((value) => ({ value, label: t(`mask.${value}`) })),
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
