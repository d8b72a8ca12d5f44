import { useTranslation } from 'react-i18next'
import type { Veiled } from '@/lib/classes'
import { formatDate } from '@/lib/format'
import { Locked } from '@/ui/Locked'

type Dated = Veiled & { valid_from: string | null; valid_to: string | null }

/** Whether the viewer may read both ends of a period. */
export const isDated = ({ _locked }: Veiled) =>
  !_locked?.some((field) => field === 'valid_from' || field === 'valid_to')

/** From when until when a grant counts; a day that the viewer may not read is a lock. */
export function GrantPeriod({ of }: { of: Dated }) {
  const { t } = useTranslation('governing')
  const { valid_from, valid_to } = of
  return (
    <>
      <Locked of={of} field="valid_from">
        {formatDate(valid_from)}
      </Locked>
      {' → '}
      <Locked of={of} field="valid_to">
        {valid_to ? formatDate(valid_to) : t('grant.forGood')}
      </Locked>
    </>
  )
}
