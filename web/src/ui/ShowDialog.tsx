import { useTranslation } from 'react-i18next'
import { rememberPurpose } from '@/lib/purposes'
import { FormDialog } from './FormDialog'
import { PurposeField } from './PurposeField'

type ShowDialogProps = { onShow: (purpose: string) => Promise<void>; onClose: () => void }

/** Asks what for, before a value is shown. */
export function ShowDialog({ onShow, onClose }: ShowDialogProps) {
  const { t } = useTranslation('ui')
  return (
    <FormDialog<{ purpose: string }>
      title={t('purpose.show')}
      okText={t('show')}
      width={420}
      open
      onClose={onClose}
      onSubmit={async ({ purpose }) => {
        await onShow(purpose)
        rememberPurpose(purpose.trim())
      }}
    >
      <PurposeField />
    </FormDialog>
  )
}
