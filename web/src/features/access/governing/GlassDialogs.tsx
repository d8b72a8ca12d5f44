import { useQuery } from '@tanstack/react-query'
import { Form, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '@/lib/format'
import { FormDialog } from '@/ui/FormDialog'
import { Pick, type PickProps, useFinding } from '@/ui/Pick'
import { useTold } from '@/ui/useTold'
import { type Grant, glassChoicesQuery, glassScopesQuery, useGlassChanges } from './queries'
import { useGranteeName } from './useGranteeName'

type Opened = { role_id: string; scope_id: string; reason: string; hours: number }

/** Opens a role to the viewer in an emergency, at once and for a few hours. */
export function BreakGlass({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation('governing')
  const { data } = useQuery(glassChoicesQuery)
  const { open } = useGlassChanges()
  const told = useTold()
  const isEnglish = i18n.language === 'en'

  return (
    <FormDialog<Opened>
      title={t('glass.new')}
      okText={t('glass.open')}
      open
      onClose={onClose}
      initialValues={{ hours: 1 }}
      onSubmit={async (fields) => {
        const opened = await open.mutateAsync(fields)
        const role = isEnglish ? opened.role_en : opened.role.name
        void told(Promise.resolve(opened), {
          text: t('glass.opened', { role, until: formatInstant(opened.valid_to) }),
        })
      }}
    >
      <p className="quiet">{t('glass.hint')}</p>
      <Form.Item name="role_id" label={t('grant.role')} rules={[{ required: true }]}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={data?.roles.map(({ id, name, name_en }) => ({
            value: id,
            label: isEnglish ? name_en : name,
          }))}
        />
      </Form.Item>
      <Form.Item
        name="scope_id"
        label={t('grant.scope')}
        extra={t('grant.scopeHint')}
        rules={[{ required: true }]}
      >
        <GlassScopePick />
      </Form.Item>
      <Form.Item
        name="reason"
        label={t('glass.reason')}
        extra={t('glass.reasonHint')}
        rules={[{ required: true, whitespace: true }]}
      >
        <Input.TextArea maxLength={500} rows={2} />
      </Form.Item>
      <Form.Item
        name="hours"
        label={t('glass.hours')}
        extra={data && t('glass.hoursHint', { count: data.most_hours })}
        rules={[{ required: true }]}
      >
        <InputNumber min={1} max={data?.most_hours} precision={0} />
      </Form.Item>
    </FormDialog>
  )
}

/** A scope over which the viewer may break the glass, found by what is typed. */
function GlassScopePick(props: PickProps) {
  const { t } = useTranslation('governing')
  const { typed, search } = useFinding()
  const { data } = useQuery(glassScopesQuery(typed))
  const options = data?.map(({ id, label, kind }) => ({
    value: id,
    label: `${label} · ${t(`kind.${kind}`, kind)}`,
  }))
  return <Pick {...props} options={options} search={search} />
}

/** Says what the viewer found on looking at what somebody else opened. */
export function ReviewGlass({ grant, onClose }: { grant: Grant; onClose: () => void }) {
  const { t, i18n } = useTranslation('governing')
  const { review } = useGlassChanges()
  const nameOf = useGranteeName()
  const told = useTold()
  const role = i18n.language === 'en' ? grant.role_en : grant.role.name

  return (
    <FormDialog<{ finding: string }>
      title={t('glass.reviewOf', { name: nameOf(grant), role })}
      okText={t('glass.send')}
      open
      onClose={onClose}
      onSubmit={async ({ finding }) => {
        const done = await review.mutateAsync({ grant, finding })
        void told(Promise.resolve(done), { text: t('glass.done') })
      }}
    >
      {grant.reason && <p>{grant.reason}</p>}
      <Form.Item
        name="finding"
        label={t('glass.finding')}
        extra={t('glass.findingHint')}
        rules={[{ required: true, whitespace: true }]}
      >
        <Input.TextArea maxLength={2000} rows={4} />
      </Form.Item>
    </FormDialog>
  )
}
