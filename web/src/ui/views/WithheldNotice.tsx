import { LockOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { Withheld } from '@/lib/views'

type WithheldNoticeProps = { withheld: Withheld[]; labelOf: (field: string) => string }

/** Says which parts of a shared view are left out, because their fields are locked. */
export function WithheldNotice({ withheld, labelOf }: WithheldNoticeProps) {
  const { t } = useTranslation('views')
  if (withheld.length === 0) return null
  const parts = withheld.map(({ part, field }) => t(`withheld.${part}`, { field: labelOf(field) }))
  return (
    <p role="status" className="views-withheld">
      <LockOutlined aria-hidden /> {t('withheld.lead', { parts: parts.join(t('withheld.comma')) })}
    </p>
  )
}
