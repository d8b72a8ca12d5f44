import { LockOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

type LockedProps = { of: { _locked?: string[] | null }; field: string; children: ReactNode }

/** A field, or the lock that says the viewer may not read it. */
export function Locked({ of, field, children }: LockedProps) {
  const { t } = useTranslation('ui')
  if (!of._locked?.includes(field)) return children
  return (
    <span className="quiet" title={t('lockedHint')}>
      <LockOutlined aria-hidden /> {t('locked')}
    </span>
  )
}
