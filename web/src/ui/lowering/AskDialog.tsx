import { useTranslation } from 'react-i18next'
import { useClassName } from '@/lib/classes'
import type { Wish } from '@/lib/lowering'
import { FormDialog } from '../FormDialog'
import { RequiredText } from '../RequiredText'
import { useTold } from '../useTold'
import { useLoweringChanges } from './queries'

type AskDialogProps = { wish: Wish; onClose: () => void }

/** Says why a record is to be of a lower class, and asks another person for it. */
export function AskDialog({ wish, onClose }: AskDialogProps) {
  const { t } = useTranslation('lowering')
  const className = useClassName()
  const { ask } = useLoweringChanges()
  const told = useTold()
  const { record, was, classification } = wish

  return (
    <FormDialog<{ reason: string }>
      title={t('ask.title', { name: record.name })}
      okText={t('ask.send')}
      open
      onClose={onClose}
      onSubmit={async ({ reason }) => {
        const body = { record_kind: record.kind, record_id: record.id, classification, reason }
        const asked = await ask.mutateAsync(body)
        void told(Promise.resolve(asked), { text: t('ask.sent') })
      }}
    >
      <p>{t('fromTo', { from: className(was), to: className(classification) })}</p>
      <p className="quiet">{t('ask.hint')}</p>
      <RequiredText
        name="reason"
        label={t('reason')}
        hint={t('ask.reasonHint')}
        most={500}
        rows={3}
        autoFocus
      />
    </FormDialog>
  )
}
