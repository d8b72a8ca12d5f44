import { EyeInvisibleOutlined, LockOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useClassName, type Veiled } from '@/lib/classes'

type LockedProps = { of: Veiled; field: string; children: ReactNode }

/** A field, or what its viewer may know of it: a lock with its class, or the value in part. */
export function Locked({ of, field, children }: LockedProps) {
  if (of._locked?.includes(field)) return <Lock of={of} field={field} />
  if (of._masked?.includes(field)) return <Masked of={of} field={field} />
  return children
}

type OneField = Omit<LockedProps, 'children'>

function Lock({ of, field }: OneField) {
  const { t } = useTranslation('ui')
  const level = of._classes?.[field]
  const className = useClassName(level !== undefined)
  const isThere = of._present?.includes(field) ?? false
  return (
    <span className="quiet" title={t(isThere ? 'lockedThereHint' : 'lockedHint')}>
      <LockOutlined aria-hidden /> {level === undefined ? t('locked') : className(level)}
      {isThere && ` · ${t('lockedThere')}`}
    </span>
  )
}

function Masked({ of, field }: OneField) {
  const { t } = useTranslation('ui')
  const level = of._classes?.[field] ?? 0
  const className = useClassName()
  const value = (of as Record<string, unknown>)[field]
  if (value === null || value === undefined) return <span className="quiet">—</span>
  return (
    <span className="masked" title={t('maskedHint', { name: className(level) })}>
      <EyeInvisibleOutlined aria-label={t('masked')} /> {String(value)}
    </span>
  )
}
