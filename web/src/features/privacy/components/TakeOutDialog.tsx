import { useTranslation } from 'react-i18next'
import { download } from '@/api/download'
import { rememberPurpose } from '@/lib/purposes'
import { FormDialog } from '@/ui/FormDialog'
import { PurposeField } from '@/ui/PurposeField'
import { dataAddress } from '../queries'

type TakeOutDialogProps = { id: string; onClose: () => void }

/** Asks what for, before everything that is held of somebody is taken out as a file. */
export function TakeOutDialog({ id, onClose }: TakeOutDialogProps) {
  const { t } = useTranslation('privacy')
  return (
    <FormDialog<{ purpose: string }>
      title={t('exportTitle')}
      okText={t('export')}
      width={420}
      open
      onClose={onClose}
      onSubmit={async ({ purpose }) => {
        await download(dataAddress(id, purpose.trim()))
        rememberPurpose(purpose.trim())
      }}
    >
      <PurposeField />
    </FormDialog>
  )
}
