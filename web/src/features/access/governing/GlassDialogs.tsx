import { useQuery } from '@tanstack/react-query'
import { Form, InputNumber } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '@/lib/format'
import { FormDialog } from '@/ui/FormDialog'
import { RequiredText } from '@/ui/RequiredText'
import { useTold } from '@/ui/useTold'
import { GlassRolePick, GlassScopePick } from './Picks'
import { type Grant, glassChoicesQuery, useGlassChanges } from './queries'
import { useGrantedRole, useGranteeName } from './useGranteeName'

type Opened = { role_id: string; scope_id: string; reason: string; hours: number }

/** Opens a role to the viewer in an emergency, at once and for a few hours. */
export function BreakGlass({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('governing')
  const { data } = useQuery(glassChoicesQuery)
  const { open } = useGlassChanges()
  const roleOf = useGrantedRole()
  const told = useTold()

  return (
    <FormDialog<Opened>
      title={t('glass.new')}
      okText={t('glass.open')}
      open
      onClose={onClose}
      initialValues={{ hours: 1 }}
      onSubmit={async (fields) => {
        const opened = await open.mutateAsync(fields)
        const values = { role: roleOf(opened), until: formatInstant(opened.valid_to) }
        void told(Promise.resolve(opened), { text: t('glass.opened', values) })
      }}
    >
      <p className="quiet">{t('glass.hint')}</p>
      <Form.Item name="role_id" label={t('grant.role')} rules={[{ required: true }]}>
        <GlassRolePick />
      </Form.Item>
      <Form.Item
        name="scope_id"
        label={t('grant.scope')}
        extra={t('grant.scopeHint')}
        rules={[{ required: true }]}
      >
        <GlassScopePick />
      </Form.Item>
      <RequiredText
        name="reason"
        label={t('glass.reason')}
        hint={t('glass.reasonHint')}
        most={500}
        rows={2}
      />
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

/** Says what the viewer found on looking at what somebody else opened. */
export function ReviewGlass({ grant, onClose }: { grant: Grant; onClose: () => void }) {
  const { t } = useTranslation('governing')
  const { review } = useGlassChanges()
  const nameOf = useGranteeName()
  const roleOf = useGrantedRole()
  const told = useTold()

  return (
    <FormDialog<{ finding: string }>
      title={t('glass.reviewOf', { name: nameOf(grant), role: roleOf(grant) })}
      okText={t('glass.send')}
      open
      onClose={onClose}
      onSubmit={async ({ finding }) => {
        const done = await review.mutateAsync({ grant, finding })
        void told(Promise.resolve(done), { text: t('glass.done') })
      }}
    >
      {grant.reason && <p>{grant.reason}</p>}
      <RequiredText
        name="finding"
        label={t('glass.finding')}
        hint={t('glass.findingHint')}
        most={2000}
        rows={4}
      />
    </FormDialog>
  )
}
