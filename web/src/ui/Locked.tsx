import { EyeInvisibleOutlined, LockOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useClassName, type Veiled } from '@/lib/classes'
import { OnRequest } from './OnRequest'

type LockedProps = {
  of: Veiled & { id?: string }
  field: string
  children: ReactNode
  /** What `of` is a row of: with it, what is shown on request only can be asked for. */
  kind?: string
  /** How the value reads that was asked for. */
  read?: (value: unknown) => ReactNode
}

/** A field, or what its viewer may know of it: a lock with its class, a part, or that it leads out of sight. */
export function Locked({ of, field, children, kind, read }: LockedProps) {
  const veil = veilOf(of, field)
  if (!veil) return children
  if (!kind || !of.id || !of._on_request?.includes(field)) return veil
  return (
    <OnRequest key={`${of.id} ${field}`} kind={kind} id={of.id} field={field} read={read}>
      {veil}
    </OnRequest>
  )
}

function veilOf(of: Veiled, field: string) {
  if (of._locked?.includes(field)) return <Lock of={of} field={field} />
  if (of._masked?.includes(field)) return <Masked of={of} field={field} />
  if (of._unseen?.includes(field)) return <Unseen />
  return null
}

/** A reference to what is there and out of the viewer's sight. */
export function Unseen() {
  const { t } = useTranslation('ui')
  return (
    <span className="quiet" title={t('unseenHint')}>
      <EyeInvisibleOutlined aria-hidden /> {t('unseen')}
    </span>
  )
}

type OneField = { of: Veiled; field: string }

function Lock({ of, field }: OneField) {
  const { t } = useTranslation('ui')
  const level = of._classes?.[field]
  const className = useClassName(level !== undefined)
  const isThere = of._present?.includes(field) ?? false
  const canAsk = of._on_request?.includes(field) ?? false
  const hint = canAsk ? 'onRequestHint' : isThere ? 'lockedThereHint' : 'lockedHint'
  return (
    <span className="quiet" title={t(hint)}>
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
